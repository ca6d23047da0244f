import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Message } from '#contract/messages.ts';
import type { User } from '#contract/users.ts';
import { useActions } from '#state/hooks.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { sentenceOf } from '#ui/parts/use-submit.ts';
import { mentionWords } from './mention-words.ts';

/** So many mentioned users are looked for among the members. */
const most = 5;

/** Whom a message mentions that is not in its conversation, and the way to add them. */
export function Outsiders({ message }: { message: Message }) {
  const { call } = useActions();
  const announce = useAnnounce();
  const { users, forget } = useOutsiders(message);
  const [isBusy, setBusy] = useState(false);
  if (users.length === 0) return null;
  const names = new Intl.ListFormat('en').format(users.map(({ name }) => isolated(name)));
  const add = async () => {
    setBusy(true);
    try {
      for (const { id } of users)
        await call('member:add', { conversationId: message.conversationId, userId: id });
      forget();
    } catch (error) {
      announce(mentionWords.notAdded(sentenceOf(error)));
    }
    setBusy(false);
  };
  return (
    <div className="mb-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-muted">
      <p className="own-box wrap-anywhere">{mentionWords.outside(names, users.length)}</p>
      <Button busy={isBusy} onClick={() => void add()}>
        {mentionWords.add(users.length)}
      </Button>
      <IconButton label={mentionWords.dismiss} size="small" onClick={forget}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}

/** The mentioned users who are not members: each looked for by name, which every member may. */
function useOutsiders(message: Message) {
  const { call } = useActions();
  const [users, setUsers] = useState<readonly User[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each message
  useEffect(() => {
    let isCurrent = true;
    const isMember = async (userId: string, handle: string) => {
      const { items } = await call('member:list', {
        conversationId: message.conversationId,
        q: `@${handle}`,
        limit: 100,
      });
      return items.some((member) => member.userId === userId);
    };
    const find = async () => {
      const ids = message.mentions.flatMap((mention) => ('userId' in mention ? [mention.userId] : []));
      const { items } = await call('user:list', { ids: [...new Set(ids)].slice(0, most) });
      const inside = await Promise.all(items.map(({ id, handle }) => isMember(id, handle)));
      if (isCurrent) setUsers(items.filter((_, index) => !inside[index]));
    };
    find().catch(() => {});
    return () => {
      isCurrent = false;
    };
  }, [call, message.id]);
  return { users, forget: () => setUsers([]) };
}
