import { useCallback, useEffect, useState } from 'react';
import type { Usage as Numbers } from '#contract/usage.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { clockTime, exactTime } from '#ui/parts/dates.ts';
import { FormError } from '#ui/parts/field.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { sizeOf } from './sizes.ts';
import { UsageChart } from './usage-chart.tsx';
import { usageWords } from './usage-words.ts';

/** The workspace in a few plain numbers. */
export function Usage() {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const { timeZone } = useClock();
  const [numbers, setNumbers] = useState<Numbers | null>(null);
  const { message, submit } = useSubmit([]);
  const ask = useCallback(
    () => submit(async (signal) => setNumbers(await call('usage:get', {}, { signal }))),
    [submit, call],
  );
  useEffect(() => {
    if (isLive) void ask();
  }, [isLive, ask]);

  if (!numbers)
    return (
      <>
        <OfflineNote text={usageWords.offline} />
        <FormError message={message} />
        {message && (
          <div>
            <Button onClick={() => void ask()}>{usageWords.again}</Button>
          </div>
        )}
      </>
    );
  const { people } = numbers;
  return (
    <>
      <p title={exactTime(numbers.takenAt, timeZone)} className="text-muted">
        {usageWords.taken(clockTime(numbers.takenAt, timeZone))}
      </p>
      <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
        <Group
          title={usageWords.people}
          facts={[
            ...(['owner', 'admin', 'member', 'guest'] as const).map(
              (role) => [usageWords.roles[role], counted(people[role])] as const,
            ),
            [usageWords.suspended, counted(numbers.suspended)],
            [usageWords.removed, counted(numbers.removed)],
            [usageWords.bots, counted(numbers.bots)],
          ]}
        />
        <div className="flex flex-col gap-6">
          <Group
            title={usageWords.active}
            facts={[
              [usageWords.active7, counted(numbers.activeIn7Days)],
              [usageWords.active30, counted(numbers.activeIn30Days)],
            ]}
          />
          <Group
            title={usageWords.channels}
            facts={[
              [usageWords.public, counted(numbers.publicChannels)],
              [usageWords.private, counted(numbers.privateChannels)],
              [usageWords.archived, counted(numbers.archivedChannels)],
            ]}
          />
          <Group
            title={usageWords.storage}
            facts={[
              [usageWords.database, sizeOf(numbers.databaseSize)],
              [usageWords.files, sizeOf(numbers.filesSize)],
            ]}
          />
        </div>
      </div>
      <UsageChart days={numbers.days} />
    </>
  );
}

function counted(count: number): string {
  return count.toLocaleString('en');
}

interface GroupProps {
  title: string;
  facts: readonly (readonly [name: string, value: string])[];
}

function Group({ title, facts }: GroupProps) {
  return (
    <div>
      <h3 className="pb-1 font-semibold">{title}</h3>
      <dl>
        {facts.map(([name, value]) => (
          <div
            key={name}
            className="flex justify-between gap-4 border-b border-border py-1.5 last:border-b-0"
          >
            <dt className="text-muted">{name}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
