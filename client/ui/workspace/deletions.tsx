import { useEffect, useState } from 'react';
import type { Deletion } from '#contract/managed-channels.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { channelWords } from './channel-words.ts';

/** How often the server is asked how far a deletion is, in ms. */
const askedEvery = 2_000;

/**
 * The channels that are being deleted, with how far that is, for as long as there are any.
 * @param version another one means that there may be another deletion
 */
export function Deletions({ version }: { version: number }) {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const [items, setItems] = useState<readonly Deletion[]>([]);
  const isAny = items.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is what there is to ask anew
  useEffect(() => {
    if (!isLive) return;
    let isGone = false;
    const ask = () =>
      call('deletion:list', {}).then(
        (answer) => isGone || setItems(answer.items),
        () => undefined,
      );
    void ask();
    const timer = isAny ? setInterval(ask, askedEvery) : undefined;
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [call, isLive, isAny, version]);
  if (!isAny) return null;
  return (
    <div className="flex flex-col gap-3 rounded-card border border-border p-4">
      <h3 className="font-semibold">{channelWords.deletions}</h3>
      {items.map(({ conversationId, name, total, left }) => {
        const said = channelWords.progress((total - left).toLocaleString('en'), total.toLocaleString('en'));
        return (
          <div key={conversationId} className="flex flex-col gap-1">
            <p className="flex flex-wrap justify-between gap-x-4">
              <bdi className="min-w-0 truncate">{name}</bdi>
              <span className="text-small text-muted tabular-nums">{said}</span>
            </p>
            <progress
              aria-label={name}
              aria-valuetext={said}
              value={total - left}
              max={Math.max(1, total)}
              className="h-1.5 w-full accent-accent"
            />
          </div>
        );
      })}
    </div>
  );
}
