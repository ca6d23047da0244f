import { useEffect, useRef, useState } from 'react';
import type { ConversationAction, MyConversation } from '#contract/conversations.ts';
import { useActions } from '#state/hooks.ts';
import { useDepart } from '#ui/navigation/use-depart.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { detailsWords } from './details-words.ts';
import { Question } from './question.tsx';

type Departure = keyof typeof detailsWords.departing;

/** Leaving a channel, archiving it, and deleting it. What concerns others or cannot be undone asks once more. */
export function Departures({ conversation }: { conversation: MyConversation }) {
  const { call, leave, updateConversation } = useActions();
  const goAway = useDepart();
  const announce = useAnnounce();
  const { message, submit } = useSubmit([]);
  const [asked, setAsked] = useState<Departure | null>(null);
  const home = useFocusBack(asked);
  const { id, kind, name, memberCount, archivedAt, may } = conversation;
  // Nobody finds a private channel that nobody is in.
  const isLast = kind === 'private' && memberCount === 1;

  const depart = (work: (signal: AbortSignal) => Promise<unknown>) =>
    submit(async (signal) => {
      await work(signal);
      goAway(id);
    });
  const archive = (archived: boolean) =>
    submit(async (signal) => {
      await updateConversation(id, { archived }, { signal });
      setAsked(null);
      announce(archived ? detailsWords.archived : detailsWords.unarchived);
    });
  const acts: Record<Departure, () => Promise<boolean>> = {
    leave: () => depart((signal) => leave(id, { signal })),
    delete: () => depart((signal) => call('conversation:delete', { conversationId: id }, { signal })),
    archive: () => archive(true),
  };
  const offered = (action: Departure & ConversationAction) => may.includes(action);

  return (
    <div ref={home} className="flex flex-col gap-3">
      <FormError message={message} />
      {asked ? (
        <Question
          words={detailsWords.departing[asked]}
          isMild={asked === 'archive'}
          names={[name ?? '']}
          onYes={() => void acts[asked]()}
          onNo={() => setAsked(null)}
        />
      ) : (
        <div className="flex flex-wrap gap-2">
          {offered('leave') && (
            <Button data-act="leave" onClick={() => (isLast ? setAsked('leave') : void acts.leave())}>
              {detailsWords.leave}
            </Button>
          )}
          {offered('archive') && (
            <Button
              data-act="archive"
              onClick={() => (archivedAt ? void archive(false) : setAsked('archive'))}
            >
              {archivedAt ? detailsWords.unarchive : detailsWords.archive}
            </Button>
          )}
          {offered('delete') && (
            <Button data-act="delete" look="plain-danger" onClick={() => setAsked('delete')}>
              {detailsWords.delete}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** The question takes the button's place, and the focus; afterwards the button has it again. */
function useFocusBack(asked: Departure | null) {
  const home = useRef<HTMLDivElement>(null);
  const before = useRef(asked);
  useEffect(() => {
    if (before.current && !asked)
      home.current?.querySelector<HTMLElement>(`[data-act="${before.current}"]`)?.focus();
    before.current = asked;
  }, [asked]);
  return home;
}
