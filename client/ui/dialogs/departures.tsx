import { type ReactNode, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions } from '#state/hooks.ts';
import { useDepart } from '#ui/navigation/use-depart.ts';
import { Button } from '#ui/parts/button.tsx';
import { Sentence } from '#ui/parts/sentence.tsx';
import type { Submission } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';

interface DeparturesProps {
  conversation: MyConversation;
  submit: Submission['submit'];
  onClose: () => void;
  /** Deleting is offered too, to whoever may. */
  withDeletion?: boolean;
  /** What stands beside the buttons. */
  children?: ReactNode;
}

/** Leaving a channel, and deleting it. What cannot be undone asks once more. */
export function Departures({ conversation, submit, onClose, withDeletion, children }: DeparturesProps) {
  const { call, leave } = useActions();
  const goAway = useDepart();
  const [sure, setSure] = useState<'leave' | 'delete' | null>(null);
  const { id, kind, name, memberCount, may } = conversation;
  // Nobody finds a private channel that nobody is in.
  const isLast = kind === 'private' && memberCount === 1;

  const depart = (work: (signal: AbortSignal) => Promise<unknown>) =>
    void submit(async (signal) => {
      await work(signal);
      onClose();
      goAway(id);
    });
  const leaveNow = () => depart((signal) => leave(id, { signal }));
  const deleteNow = () => depart((signal) => call('conversation:delete', { conversationId: id }, { signal }));

  if (sure) {
    const { label, question, yes, no } = sure === 'leave' ? words.channel.leaving : words.channel.deleting;
    return (
      <fieldset
        aria-label={label}
        className="flex flex-1 flex-col gap-3 rounded-control border border-danger p-3"
      >
        <p className="own-box text-small wrap-anywhere">
          <Sentence text={([shown = '']) => question(shown)} names={[name ?? '']} />
        </p>
        <div className="flex flex-wrap gap-2">
          <Button look="danger" onClick={sure === 'leave' ? leaveNow : deleteNow}>
            {yes}
          </Button>
          <Button onClick={() => setSure(null)}>{no}</Button>
        </div>
      </fieldset>
    );
  }
  return (
    <>
      {may.includes('leave') && (
        <Button
          look={withDeletion ? 'plain' : 'quiet'}
          onClick={isLast ? () => setSure('leave') : leaveNow}
          place={children ? 'me-auto' : ''}
        >
          {words.channel.leave}
        </Button>
      )}
      {withDeletion && may.includes('delete') && (
        <Button look="plain-danger" onClick={() => setSure('delete')}>
          {words.channel.delete}
        </Button>
      )}
      {children}
    </>
  );
}
