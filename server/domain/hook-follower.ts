import type { ConversationId, OutgoingHookId } from '#contract/ids.ts';
import { queryRows, transaction } from '#platform/database.ts';
import { enqueue } from '#platform/jobs.ts';
import type { Log } from '#platform/log.ts';
import { pokeHooks } from './hook-poke.ts';
import { tellHook } from './hook-telling.ts';
import { followThreads } from './hook-threads.ts';

/** Milliseconds from an announcement until hooks are looked at, and between two looks without one. */
const FOLLOW = 300;
const LOOK_AROUND = 3_000;
/** Jobs that one look asks for, and of those for one hook: a receiver that hangs holds up no more, and one once that is known. */
const AT_ONCE = 100;
const OF_ONE_HOOK = 8;

/**
 * Asks for jobs where a hook is behind, in this process, until the function it gives is called. An announcement wakes it;
 * what other instances announce, and what is tried again, it finds by looking around.
 */
export function startHookFollower(log: Log): () => Promise<void> {
  const stopping = new AbortController();
  const running = run(log, stopping.signal);
  return async () => {
    stopping.abort();
    await running;
  };
}

async function run(log: Log, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await followThreads();
      await askForJobs();
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : '' }, 'the webhooks wait');
    }
    await pokeHooks.wait(FOLLOW, LOOK_AROUND, stop);
  }
}

/** Asks for a job for each hook and conversation with something to tell, but where one waits or runs. */
async function askForJobs(): Promise<void> {
  const due = await queryRows<{ hook_id: OutgoingHookId; conversation_id: ConversationId }>(
    'hook-due',
    `SELECT hook_id, conversation_id FROM (
       SELECT p.hook_id, p.conversation_id, p.next_at,
         row_number() OVER (PARTITION BY p.hook_id ORDER BY p.next_at) AS place,
         EXISTS (SELECT 1 FROM hook_position f WHERE f.hook_id = p.hook_id AND f.failing_since IS NOT NULL) AS is_failing
       FROM hook_position p JOIN outgoing_hook h ON h.id = p.hook_id AND h.disabled_at IS NULL
       JOIN conversation c ON c.id = p.conversation_id
       WHERE p.next_at <= now() AND (c.version > p.version OR EXISTS (
         SELECT 1 FROM hook_event e WHERE e.conversation_id = p.conversation_id AND e.number > p.event_number))
     ) AS behind WHERE place <= CASE WHEN is_failing THEN 1 ELSE ${OF_ONE_HOOK} END ORDER BY next_at LIMIT ${AT_ONCE}`,
    [],
  );
  if (due.length === 0) return;
  await transaction(async (query) => {
    for (const { hook_id: hookId, conversation_id: conversationId } of due)
      await enqueue(query, tellHook, { hookId, conversationId });
  });
}
