import { useActions } from '#state/hooks.ts';
import type { ConversationFacts } from '#state/nouns/facts.ts';
import { Button } from '#ui/parts/button.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { Sentence } from '#ui/parts/sentence.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';
import { joinWords } from './join-words.ts';

/** Stands in the composer's place in a channel that one has not joined, or that is archived: reading is free. */
export function JoinBar({ conversation }: { conversation: ConversationFacts }) {
  const { join, updateConversation } = useActions();
  const { busy, message, submit } = useSubmit([]);
  const { id, name, archivedAt, may } = conversation;
  const press = (signal: AbortSignal) =>
    archivedAt ? updateConversation(id, { archived: false }, { signal }) : join(id, { signal });
  return (
    <div className="w-full max-w-[56rem] px-3 md:px-5">
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-border bg-sunken p-3 ps-4">
        <p className="own-box min-w-0 wrap-anywhere">
          {archivedAt ? (
            words.conversation.archived
          ) : (
            <Sentence text={([own = '']) => joinWords.lead(own)} names={[name ?? '']} />
          )}
        </p>
        {(!archivedAt || may.includes('archive')) && (
          <Button look="primary" busy={busy} onClick={() => void submit(press)}>
            {archivedAt ? joinWords.unarchive : joinWords.join}
          </Button>
        )}
      </div>
      <FormError message={message} />
    </div>
  );
}
