import { type FormEvent, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions } from '#state/hooks.ts';
import { useConversations } from '#state/later-hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { usePages } from '#ui/parts/use-pages.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { ChannelChoice } from './channel-choice.tsx';
import { invitationWords, welcomeWords } from './invitation-words.ts';

/** Public channels to begin with: those that one is in stand ticked. */
export function PickChannels({ onDone }: { onDone: () => void }) {
  const { call, join } = useActions();
  const joined = useConversations()
    .filter((conversation) => conversation.joined)
    .map(({ id }): string => id);
  const [chosen, setChosen] = useState<string[]>([]);
  const { busy, message, submit } = useSubmit([]);
  const found = usePages<MyConversation>({
    ask: (cursor) => call('conversation:list', { kind: 'public', ...(cursor ? { cursor } : {}) }),
    idOf: ({ id }) => id,
    query: '',
    version: '',
  });
  const wanted = chosen.filter((id) => !joined.includes(id));

  const press = async (event: FormEvent) => {
    event.preventDefault();
    const isDone = await submit(async (signal) => {
      for (const id of wanted) await join(id, { signal });
    });
    if (!isDone) return;
    if (wanted.length > 0) showToast({ text: welcomeWords.joined(wanted.length), action: null });
    onDone();
  };

  return (
    <form method="post" noValidate onSubmit={(event) => void press(event)} className="flex flex-col gap-4">
      <FormError message={message} />
      <ChannelChoice
        label={welcomeWords.channels}
        hint={
          found.items.length > joined.length || found.waiting
            ? welcomeWords.channelsLead
            : welcomeWords.noChannels
        }
        channels={found.items.filter(({ archivedAt }) => archivedAt === null)}
        chosen={chosen}
        fixed={joined}
        onChange={setChosen}
      />
      <div className="flex flex-wrap gap-2">
        {found.more && <Button onClick={found.more}>{invitationWords.more}</Button>}
        <Button type="submit" look="primary" busy={busy}>
          {wanted.length > 0 ? welcomeWords.joinCount(wanted.length) : welcomeWords.start}
        </Button>
      </div>
    </form>
  );
}
