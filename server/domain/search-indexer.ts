import type { ConversationId } from '#contract/ids.ts';
import type { Log } from '#platform/log.ts';
import { indexSome, sweepSome } from './search-index.ts';

/** Milliseconds from a change until it is taken in, and between two looks at all conversations. */
const FOLLOW = 300;
const LOOK_AROUND = 15_000;
/** Conversations noted; beyond that all are looked at. */
const MOST_NOTED = 1_000;
/** Milliseconds after each batch, at the least, in which the database has time for others. */
const PAUSE = 10;
/**
 * How long it rests after a batch, in times of what the batch took: half of the time is its own, and a tenth where more
 * than so many announcements a second say that people are sending much. What it leaves for later is read one by one.
 */
const REST = 1;
const REST_IN_A_RUSH = 10;
const RUSH = 40;

const noted = new Set<ConversationId>();
/** Announcements since the end of the last batch, and when that was. */
let announced = 0;
let counted = 0;
let isWanted = false;
let wake: (() => void) | null = null;

/** Notes that a conversation has changes to be taken in. Costs nothing worth counting: sending asks for it. */
export function noteForIndex(conversationId: ConversationId): void {
  if (!isWanted) return;
  announced += 1;
  if (noted.size < MOST_NOTED) noted.add(conversationId);
  wake?.();
}

/**
 * Lets the index follow in this process, until the function it gives is called. What other instances are told of is
 * found by looking around; so is what was there before, and what is left of conversations that are gone.
 */
export function startIndexer(log: Log): () => Promise<void> {
  isWanted = true;
  const running = run(log);
  return async () => {
    isWanted = false;
    wake?.();
    await running;
  };
}

async function run(log: Log): Promise<void> {
  let lookAround = 0;
  while (isWanted) {
    try {
      const isDue = performance.now() >= lookAround;
      if (isDue) lookAround = performance.now() + LOOK_AROUND;
      await follow(isDue);
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : '' }, 'the search index waits');
    }
    if (isWanted)
      await pause(noted.size > 0 ? FOLLOW : Math.max(FOLLOW, lookAround - performance.now()), true);
  }
}

async function follow(isEverything: boolean): Promise<void> {
  const ids = [...noted];
  noted.clear();
  if (!isEverything && ids.length === 0) return;
  const isAll = isEverything || ids.length === MOST_NOTED;
  const some = isAll ? null : ids;
  let taken: number | null = 1;
  while (taken !== null && taken > 0 && isWanted) {
    const begun = performance.now();
    taken = await indexSome(some);
    if (taken) await pause(restAfter(begun), false);
  }
  // Another instance was at it, perhaps without knowing of these.
  if (taken === null) for (const id of ids) noted.add(id);
  else if (isEverything) while (isWanted && (await sweepSome())) await pause(PAUSE, false);
}

/** Milliseconds to rest after a batch that began then. */
function restAfter(begun: number): number {
  const now = performance.now();
  const perSecond = (announced / (now - counted)) * 1_000;
  [counted, announced] = [now, 0];
  return Math.max(PAUSE, (perSecond > RUSH ? REST_IN_A_RUSH : REST) * (now - begun));
}

/** Waits; `isShort`: less, but no less than FOLLOW, when something is noted. */
async function pause(ms: number, isShort: boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    wake = () => {
      if (!isWanted) end();
      else if (isShort && ms > FOLLOW) {
        clearTimeout(timer);
        ms = FOLLOW;
        setTimeout(resolve, FOLLOW);
      }
    };
  });
  wake = null;
}
