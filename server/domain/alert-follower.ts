import type { ConversationId, UserId } from '#contract/ids.ts';
import type { Log } from '#platform/log.ts';
import { isAnybodyPushedTo, type Noted, takeAlerts } from './alert-rows.ts';

/** Milliseconds from a message until it is looked at, and between two looks at everything. */
const FOLLOW = 300;
const LOOK_AROUND = 10_000;
/** Conversations and readers noted; beyond that everything is looked at. */
const MOST_NOTED = 1_000;

let conversations = new Set<ConversationId>();
let deletions = new Set<ConversationId>();
let readers = new Set<UserId>();
let isWanted = false;
/** Whether anybody is pushed to, as far as this instance knows: if not, nothing is noted. */
let isUsed = false;
let wake: (() => void) | null = null;

/** Notes that a conversation has new messages. Costs nothing worth counting: sending asks for it. */
export function noteForAlerts(conversationId: ConversationId): void {
  if (!(isWanted && isUsed)) return;
  if (conversations.size < MOST_NOTED) conversations.add(conversationId);
  wake?.();
}

/** Notes that a message of a conversation was deleted: what devices show of it is to be closed. */
export function noteDeletion(conversationId: ConversationId): void {
  if (!(isWanted && isUsed)) return;
  if (deletions.size < MOST_NOTED) deletions.add(conversationId);
  wake?.();
}

/** Notes that somebody has read something: what their other devices show of it is to be closed. */
export function noteReader(userId: UserId): void {
  if (!(isWanted && isUsed)) return;
  if (readers.size < MOST_NOTED) readers.add(userId);
  wake?.();
}

/** Notes that somebody is pushed to from now on. */
export function noteSubscribed(): void {
  isUsed = true;
}

/**
 * Lets this process look for whom messages ask, until the function it gives is called. What other instances are told of
 * is found by looking around.
 */
export function startAlerts(log: Pick<Log, 'warn'>): () => Promise<void> {
  isWanted = true;
  const running = run(log);
  return async () => {
    isWanted = false;
    wake?.();
    await running;
  };
}

async function run(log: Pick<Log, 'warn'>): Promise<void> {
  let lookAround = 0;
  let rest = 0;
  while (isWanted) {
    const isEverything = performance.now() >= lookAround;
    if (isEverything) lookAround = performance.now() + LOOK_AROUND;
    rest = LOOK_AROUND;
    try {
      rest = await look(isEverything);
    } catch (error) {
      log.warn(
        { reason: error instanceof Error ? error.message : '' },
        'nobody is told of anything for a moment',
      );
    }
    const left = Math.max(FOLLOW, Math.min(rest, lookAround - performance.now()));
    if (isWanted) await pause(left);
  }
}

/** Gives after how many milliseconds there is something to do, whatever is noted. */
async function look(isEverything: boolean): Promise<number> {
  if (isEverything) isUsed = await isAnybodyPushedTo();
  if (!isUsed) return LOOK_AROUND;
  const noted: Noted = {
    conversations: [...conversations],
    deletions: [...deletions],
    readers: [...readers],
  };
  conversations = new Set();
  deletions = new Set();
  readers = new Set();
  const isTooMuch = Object.values(noted).some((ids) => ids.length === MOST_NOTED);
  const next = await takeAlerts(isEverything || isTooMuch ? null : noted);
  if (next !== undefined) return next ?? LOOK_AROUND;
  // Another instance was at it, perhaps without knowing of these.
  for (const id of noted.conversations) noteForAlerts(id);
  for (const id of noted.deletions) noteDeletion(id);
  for (const id of noted.readers) noteReader(id);
  return FOLLOW;
}

/** Waits; no longer than FOLLOW from when something is noted. */
async function pause(ms: number): Promise<void> {
  if (conversations.size + deletions.size + readers.size > 0) ms = FOLLOW;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    let isShort = ms <= FOLLOW;
    wake = () => {
      if (isWanted && isShort) return;
      isShort = true;
      clearTimeout(timer);
      setTimeout(resolve, isWanted ? FOLLOW : 0);
    };
  });
  wake = null;
}
