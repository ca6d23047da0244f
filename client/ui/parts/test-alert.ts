import type { PushTest } from '#contract/alerts.ts';
import type { Call } from '#state/sync/connection.ts';
import { obstacle, subscribe, workerRegistration } from './device-alerts.ts';
import { testWords as words } from './test-words.ts';

/** How long what was pushed may be on its way, in ms. */
const underWay = 8_000;

/** Tries whether this device shows what is pushed to it, and says what came of it. */
export async function tested(
  call: Call,
  { isOn, isPushed }: { isOn: boolean; isPushed: boolean },
): Promise<string> {
  const found = obstacle();
  if (found) return words.obstacles[found];
  if (!isOn) return words.tested.off;
  // It may be reached by now.
  if (!isPushed) await subscribe(call).catch(() => {});
  const arriving = arrival();
  const result = await call('push:test', {});
  if (result.outcome !== 'taken') return withoutPush(result, isPushed);
  return (await arriving) ? words.tested.shown : words.tested.taken;
}

async function withoutPush(result: PushTest, isPushed: boolean): Promise<string> {
  if (result.outcome === 'refused') return words.refused(result);
  if (result.outcome === 'unreached') return words.unreached(result);
  if (isPushed || result.outcome !== 'absent')
    return words.tested[result.outcome === 'gone' ? 'gone' : 'absent'];
  // No push service: the page shows it itself, as it does with messages.
  try {
    const { active } = await workerRegistration();
    active?.postMessage({ kind: 'test', ...words.example });
    return words.tested.local;
  } catch {
    return words.tested.failed;
  }
}

/** Whether the service worker says in time that a test has arrived. */
function arrival(): Promise<boolean> {
  return new Promise((resolve) => {
    const ending = new AbortController();
    const end = (hasArrived: boolean) => {
      ending.abort();
      resolve(hasArrived);
    };
    const hear = ({ data }: MessageEvent) => {
      if (data?.kind === 'tested') end(true);
    };
    navigator.serviceWorker.addEventListener('message', hear, { signal: ending.signal });
    setTimeout(() => end(false), underWay);
  });
}
