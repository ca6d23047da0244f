import { z } from 'zod';
import { Refusal } from '#contract/errors.ts';
import type { HookDelivery, HookEventType, OutgoingHook } from '#contract/hooks.ts';
import type { ConversationId, HookDeliveryId, OutgoingHookId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { List, ListQuery } from '#contract/lists.ts';
import { queryRows, transaction } from '#platform/database.ts';
import { defineJob } from '#platform/jobs.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { decodeTimeCursor, pageOf } from './cursors.ts';
import { pokeHooks } from './hook-poke.ts';
import { lockOwn, noHook, readHook, refuseOthers, target } from './outgoing-hooks.ts';

/** Days for which tries are kept, and what happened besides messages: longer than a hook fails before it is disabled. */
const DELIVERY_DAYS = 7;
const EVENT_DAYS = 14;

interface DeliveryRow {
  id: HookDeliveryId;
  conversation_id: ConversationId;
  at: Date;
  event_key: string;
  type: HookEventType;
  attempt: number;
  status: number | null;
  reason: string;
  took: number;
  answer: string;
}

function toDelivery(row: DeliveryRow): HookDelivery {
  return {
    ...{ id: row.id, conversationId: row.conversation_id, at: row.at.toISOString(), key: row.event_key },
    ...{ type: row.type, attempt: row.attempt, status: row.status, reason: row.reason },
    ...{ took: row.took, answer: row.answer },
  };
}

/** What a hook of the actor was told, the latest first. Throws `not_found`, also for somebody else's. */
export async function listHookDeliveries(
  actor: Actor,
  { id, cursor, limit }: Omit<ListQuery, 'q'> & { id: OutgoingHookId },
): Promise<List<HookDelivery>> {
  refuseOthers(actor);
  const { ownerId } = await readHook(actor, id);
  if (ownerId !== actor.userId) throw noHook();
  const [, before = null] = decodeTimeCursor(cursor) ?? [];
  const rows = await queryRows<DeliveryRow>(
    'hook-deliveries',
    `SELECT id, conversation_id, at, event_key, type, attempt, status, reason, took, answer FROM hook_delivery
     WHERE hook_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [id, before, limit + 1],
  );
  return pageOf(rows, limit, toDelivery, (row) => [row.at.toISOString(), row.id]);
}

/**
 * Tells a hook of the actor everything of a delivery's conversation again, from that delivery on: messages as they are
 * now, in the order of their versions. Throws `not_found`, and `conflict` when it is not told of that conversation any more.
 */
export async function replayHook(
  actor: Actor,
  { id, deliveryId }: { id: OutgoingHookId; deliveryId: HookDeliveryId },
): Promise<OutgoingHook> {
  await transaction(async (query) => {
    const { name } = await lockOwn(query, actor, id);
    const [delivery] = await query<{ event_key: string; conversation_id: ConversationId }>(
      'SELECT event_key, conversation_id FROM hook_delivery WHERE id = $1 AND hook_id = $2',
      [deliveryId, id],
    );
    if (!delivery) throw new Refusal('not_found', 'This delivery is not in the log any more.');
    // What is being told at this moment finds that it was moved, and gives up.
    const moved = await query(
      `UPDATE hook_position p SET version = least(p.version, d.version), event_number = least(p.event_number, d.event_number),
         seq = least(p.seq, d.seq), pending_seqs = '{}', attempts = p.attempts + 1, failing_since = NULL, next_at = now()
       FROM hook_delivery d WHERE d.id = $1 AND p.hook_id = $2 AND p.conversation_id = d.conversation_id RETURNING 1`,
      [deliveryId, id],
    );
    if (moved.length === 0)
      throw new Refusal('conflict', 'This webhook is not told of that conversation any more.');
    await recordAudit(query, actor, 'hook.replayed', target(id, name), { from: delivery.event_key });
  });
  pokeHooks.poke();
  return readHook(actor, id);
}

/** Removes what is too old, and of each hook all but the latest tries. */
export const removeOldDeliveries = defineJob('old-hook-deliveries', {
  data: z.object({}),
  schedule: '23 * * * *',
  poll: 20,
  async handler() {
    await queryRows(
      'hook-deliveries-old',
      `DELETE FROM hook_delivery d WHERE d.at < now() - make_interval(days => ${DELIVERY_DAYS})
         OR d.id < (SELECT o.id FROM hook_delivery o WHERE o.hook_id = d.hook_id
                    ORDER BY o.id DESC OFFSET ${limits.hookDeliveries - 1} LIMIT 1)`,
      [],
    );
    await queryRows(
      'hook-events-old',
      `DELETE FROM hook_event WHERE at < now() - make_interval(days => ${EVENT_DAYS})`,
      [],
    );
  },
});
