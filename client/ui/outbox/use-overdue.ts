import { useEffect, useState } from 'react';
import { useOutbox } from '#state/hooks.ts';
import type { Waiting } from '#state/nouns/state.ts';

/** Most messages are sent within a moment; one that takes longer than this, in ms, is worth a word. */
const overdueAfter = 5_000;

/** What failed, and what has been waiting for more than a few seconds. */
export function useOverdue(): Waiting[] {
  const outbox = useOutbox();
  const [now, setNow] = useState(() => Date.now());
  const next = outbox
    .filter((item) => item.state === 'sending')
    .map((item) => Date.parse(item.createdAt) + overdueAfter)
    .find((time) => time > now);

  useEffect(() => {
    if (next === undefined) return;
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, next - Date.now()) + 1);
    return () => clearTimeout(timer);
  }, [next]);

  return outbox.filter((item) => item.state === 'failed' || Date.parse(item.createdAt) + overdueAfter <= now);
}
