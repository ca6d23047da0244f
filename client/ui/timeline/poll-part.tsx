import type { Message } from '#contract/messages.ts';
import type { Poll } from '#contract/polls.ts';
import { optionLook } from '#ui/messages/poll-look.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';

/** Most conversations have no poll on the screen. */
export const pollView = loadLater(async () => (await import('#ui/messages/poll-view.tsx')).PollView);

/** A poll in its message. Until its script is here, what it asks stands in the place that it takes. */
export function PollPart({ message, poll, current }: { message: Message; poll: Poll; current: boolean }) {
  const View = useLater(pollView, true);
  return (
    <div className="mt-1 flex max-w-[30rem] flex-col gap-2 rounded-card border border-border bg-raised p-3">
      <p id={`${message.clientId}-poll`} dir="auto" className="font-semibold wrap-anywhere">
        {poll.question}
      </p>
      {View ? (
        <View message={message} poll={poll} current={current} />
      ) : (
        <ul className="flex flex-col gap-1.5 pb-8">
          {poll.options.map(({ text }) => (
            <li key={text} dir="auto" className={optionLook}>
              {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
