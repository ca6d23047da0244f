import type { HookEventType } from '#contract/hooks.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { listChanges } from './messages.ts';

/** How far a hook was told of a conversation, as the row of `hook_position` has it. */
export interface HookPosition {
  version: number;
  eventNumber: number;
  seq: number;
  pendingSeqs: number[];
}

/** What a hook is told next, and where it is then. */
export interface HookNews {
  /** The same whenever it is told again. */
  key: string;
  type: HookEventType;
  at: string;
  data: object;
  after: HookPosition;
}

/** What is read at once. */
const AT_ONCE = 20;
/** Messages passed over that are remembered as new; those beyond come as changed. */
const MOST_PENDING = 10_000;

interface EventRow {
  number: number;
  version: number;
  type: HookEventType;
  data: object;
  at: Date;
}

/**
 * What comes next of a conversation, ascending by `version`: messages as its owner sees them now, and between them what
 * happened besides. Throws `not_found` when they see it no more, and `unauthenticated` when they may not come in.
 */
export async function readNews(
  owner: Actor,
  conversationId: ConversationId,
  position: HookPosition,
): Promise<HookNews[]> {
  const page = await listChanges(owner, { conversationId, after: position.version, limit: AT_ONCE });
  // Of what comes after the last of these, nothing is known yet.
  const known = page.hasMore ? (page.items.at(-1)?.version ?? position.version) : page.version;
  const events = await queryRows<EventRow>(
    'hook-events',
    `SELECT number, version, type, data, at FROM hook_event
     WHERE conversation_id = $1 AND number > $2 AND version <= $3 ORDER BY number LIMIT ${AT_ONCE}`,
    [conversationId, position.eventNumber, known],
  );
  // The same of events: messages after the last of a full page may have others before them.
  const horizon = events.length < AT_ONCE ? known : (events.at(-1)?.version ?? known);
  return inOrder(conversationId, position, {
    messages: page.items.filter(({ version }) => version <= horizon),
    events,
  });
}

function inOrder(
  conversationId: ConversationId,
  position: HookPosition,
  { messages, events }: { messages: Message[]; events: EventRow[] },
): HookNews[] {
  const news: HookNews[] = [];
  const waiting = [...events];
  let at = position;
  const tellEvents = (before: number) => {
    for (let next = waiting[0]; next && next.version < before; next = waiting[0]) {
      waiting.shift();
      at = { ...at, eventNumber: next.number };
      news.push({
        key: `evt_${conversationId}_${next.number}`,
        type: next.type,
        at: next.at.toISOString(),
        data: next.data,
        after: at,
      });
    }
  };
  for (const message of messages) {
    tellEvents(message.version);
    const { type, after } = advance(at, message);
    at = after;
    news.push({
      key: `msg_${conversationId}_${message.version}`,
      type,
      at: message.deletedAt ?? message.editedAt ?? message.createdAt,
      data: { message },
      after,
    });
  }
  tellEvents(Number.POSITIVE_INFINITY);
  return news;
}

/** What a message is to a hook that was told everything up to a position. */
function advance(
  { seq, pendingSeqs, ...rest }: HookPosition,
  message: Message,
): { type: HookEventType; after: HookPosition } {
  const isNew = message.seq > seq || pendingSeqs.includes(message.seq);
  // Those between were changed since: they come later, and are new then.
  const passed = Array.from({ length: Math.max(0, message.seq - seq - 1) }, (_, index) => seq + 1 + index);
  const after: HookPosition = {
    ...rest,
    version: message.version,
    seq: Math.max(seq, message.seq),
    pendingSeqs: [...pendingSeqs.filter((pending) => pending !== message.seq), ...passed].slice(
      0,
      MOST_PENDING,
    ),
  };
  if (message.deletedAt !== null) return { type: 'message.deleted', after };
  return { type: isNew ? 'message.created' : 'message.changed', after };
}
