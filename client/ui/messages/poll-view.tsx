import type { Message } from '#contract/messages.ts';
import type { Poll } from '#contract/polls.ts';
import { useActions, useMay, useMe } from '#state/hooks.ts';
import { isClosed, pollWithWaiting } from '#state/nouns/polls.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { PollOption } from './poll-option.tsx';
import { pollWords } from './poll-words.ts';
import { useChoice } from './use-choice.ts';

interface PollViewProps {
  message: Message;
  /** As the server has it. */
  poll: Poll;
  /** Its row is the one that the Tab key reaches: so are its options. */
  current: boolean;
}

/** The options of a poll, what was voted, and what is left to do. A vote is shown at once, and waits as a reaction does. */
export function PollView({ message, poll: stored, current }: PollViewProps) {
  const me = useMe();
  const { change } = useActions();
  const announce = useAnnounce();
  const { now } = useClock();
  const mayVote = useMay(message.conversationId, 'react');
  const { poll, choice } = pollWithWaiting(message, stored, me.id, useChoice(message.id, stored));
  const isOpen = mayVote && !isClosed(poll, now);
  const press = (index: number) => {
    const others = poll.multiple ? choice.filter((each) => each !== index) : [];
    const options = choice.includes(index) ? others : [...others, index].sort((one, other) => one - other);
    change(message, { kind: 'vote', options });
    const texts = options.map((each) => isolated(poll.options[each]?.text ?? ''));
    announce(texts.length > 0 ? pollWords.voted(texts.join(', ')) : pollWords.takenBack);
  };
  return (
    <>
      <div
        {...{
          role: isOpen ? (poll.multiple ? 'group' : 'radiogroup') : 'list',
          'aria-labelledby': `${message.clientId}-poll`,
        }}
        className="flex flex-col gap-1.5"
      >
        {poll.options.map((option, index) => (
          <PollOption
            key={option.text}
            option={option}
            voters={poll.voters}
            isMine={choice.includes(index)}
            role={isOpen ? (poll.multiple ? 'checkbox' : 'radio') : 'listitem'}
            current={current}
            onPress={() => press(index)}
          />
        ))}
      </div>
      <div className="flex min-h-6 flex-wrap items-center gap-x-2 text-small text-muted">
        <Facts poll={poll} isOpen={!isClosed(poll, now)} />
        {message.authorId === me.id && isOpen && (
          <button
            type="button"
            tabIndex={current ? 0 : -1}
            onClick={() => change(message, { kind: 'closePoll' })}
            className="word-action ms-auto px-1.5 pointer-coarse:-my-2.5"
          >
            {pollWords.close}
          </button>
        )}
      </div>
    </>
  );
}

/** How it is voted, how many have, and until when. */
function Facts({ poll, isOpen }: { poll: Poll; isOpen: boolean }) {
  const { now, timeZone } = useClock();
  const { voters, multiple, anonymous, closesAt } = poll;
  return (
    <p className="min-w-0">
      {[
        isOpen ? (multiple ? pollWords.several : pollWords.one) : pollWords.closed,
        ...(anonymous ? [pollWords.anonymous] : []),
        pollWords.voters(voters),
      ].join(' · ')}
      {isOpen && closesAt && (
        <span title={exactTime(closesAt, timeZone)}>
          {' · '}
          {pollWords.closes(shortTime(closesAt, now, timeZone))}
        </span>
      )}
    </p>
  );
}
