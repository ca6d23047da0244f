import { useId } from 'react';
import type { Usage } from '#contract/usage.ts';
import { usageWords } from './usage-words.ts';

/** Messages of each day as bars: a picture with a sentence, and the same as a table for whoever wants the numbers. */
export function UsageChart({ days }: { days: Usage['days'] }) {
  const heading = useId();
  const most = Math.max(1, ...days.map(({ messages }) => messages));
  const total = days.reduce((sum, { messages }) => sum + messages, 0).toLocaleString('en');
  const [first] = days;
  return (
    <div className="flex flex-col gap-2">
      <h3 id={heading} className="font-semibold">
        {usageWords.messages}
      </h3>
      <div
        role="img"
        aria-labelledby={heading}
        className="flex h-32 items-end gap-0.5 border-b border-border-strong"
      >
        {days.map(({ day, messages }) => (
          <span
            key={day}
            title={usageWords.day(day, messages.toLocaleString('en'))}
            style={{ height: messages === 0 ? '0' : `max(2px, ${(messages / most) * 100}%)` }}
            className="min-w-0 flex-1 rounded-t-[2px] bg-accent"
          />
        ))}
      </div>
      <p aria-hidden className="flex justify-between text-tiny text-muted tabular-nums">
        <span>{first?.day}</span>
        <span>{days.at(-1)?.day}</span>
      </p>
      <p className="text-small text-muted">{usageWords.total(total)}</p>
      <details>
        <summary className="cursor-pointer rounded-control py-1 text-small text-link pointer-coarse:py-3">
          {usageWords.showTable}
        </summary>
        <table className="mt-2 w-full max-w-80 text-small tabular-nums">
          <caption className="sr-only">{usageWords.table}</caption>
          <thead>
            <tr className="border-b border-border text-start text-muted">
              <th scope="col" className="py-1 text-start font-semibold">
                {usageWords.dayColumn}
              </th>
              <th scope="col" className="py-1 text-end font-semibold">
                {usageWords.countColumn}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(({ day, messages }) => (
              <tr key={day}>
                <th scope="row" className="py-0.5 text-start font-normal">
                  {day}
                </th>
                <td className="text-end">{messages.toLocaleString('en')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
