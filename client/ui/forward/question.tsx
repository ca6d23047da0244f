import { ShieldAlert } from 'lucide-react';
import type { MyConversation } from '#contract/conversations.ts';
import { useChat, useConversation } from '#state/hooks.ts';
import { calledName, nameOf, othersIn } from '#ui/parts/conversation-name.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { forwardWords } from './forward-words.ts';
import type { Target } from './targets.ts';

/**
 * Who will read what stood in a conversation that not everybody may read, as a sentence begins; null where nobody needs
 * to be asked: it is public, or stays where it is.
 */
export function useReaders(source: MyConversation, { conversation, user, name }: Target): string | null {
  const home = useHome(source);
  const members = useChat(({ users, me }) =>
    conversation?.kind === 'direct' ? nameOf(conversation, users, me.id) : '',
  );
  if (home.kind === 'public' || conversation?.id === home.id) return null;
  if (!conversation) return forwardWords.people(isolated(user?.name ?? name));
  if (conversation.kind === 'direct')
    return conversation.memberCount < 2 ? null : forwardWords.people(members);
  const called = calledName(conversation, name);
  return conversation.kind === 'public'
    ? forwardWords.everyone(called)
    : forwardWords.members(called, conversation.memberCount);
}

/** The conversation that a thread hangs on; any other is its own. */
function useHome(source: MyConversation): MyConversation {
  return useConversation(source.parentId ?? '') ?? source;
}

/** Where it comes from, and who will read it from now on. */
export function Question({ source, readers }: { source: MyConversation; readers: string }) {
  const home = useHome(source);
  const from = useChat(({ users, me }) => {
    const name = nameOf(home, users, me.id);
    if (home.kind !== 'direct') return forwardWords.fromPrivate(calledName(home, name));
    return othersIn(home, me.id).length === 0 ? forwardWords.fromSelf : forwardWords.fromDirect(name);
  });
  return (
    <p role="alert" className="flex gap-2 rounded-control border border-border bg-sunken p-3 text-small">
      <ShieldAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
      <span>
        {from} {forwardWords.readBy(readers)}
      </span>
    </p>
  );
}
