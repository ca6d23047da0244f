import type pg from 'pg';
import type { ExportedNoun } from './noun.ts';

/** Whose things, and whose not. */
export interface Extent {
  scope: 'own' | 'workspace';
  /** Who asked for it; null: somebody on the machine. */
  userId: string | null;
  /** Of a workspace: also the conversations that whoever asked is not in, and what is personal to others. */
  everything: boolean;
}

/** Some conversations that are read at once. */
interface Group {
  ids: string[];
  messages: number;
}

/** Nobody's id: what is personal is left out where nobody in particular asked. */
const nobody = '00000000-0000-0000-0000-000000000000';
/** Messages of the conversations that are read at once, and those conversations; one may have more. */
const groupMessages = 5_000;
const groupSize = 500;
/** Lines that are fetched at once: the longest take some hundred kilobytes each. */
const fetched = 100;

/**
 * The conversations that a workspace's export takes along. What is being deleted is none of them: closed conversations,
 * their threads, and threads that have lost messages while the nightly job removes them.
 */
export async function takenConversations(
  session: pg.Client,
  { userId, everything }: Extent,
): Promise<Group[]> {
  const { rows } = await session.query<{ id: string; messages: number }>(
    `WITH counts AS (SELECT conversation_id AS id, count(*)::int AS messages FROM message GROUP BY conversation_id)
     SELECT c.id, coalesce(n.messages, 0) AS messages
     FROM conversation c JOIN conversation p ON p.id = coalesce(c.parent_id, c.id) LEFT JOIN counts n ON n.id = c.id
     WHERE p.closed_at IS NULL
       AND ($2 OR p.kind = 'public'
         OR EXISTS (SELECT 1 FROM member m WHERE m.conversation_id = p.id AND m.user_id = $1))
       AND (c.kind <> 'thread' OR coalesce(n.messages, 0) = c.last_seq - c.first_seq + 1)
     ORDER BY c.id`,
    [userId ?? nobody, everything],
  );
  const groups: Group[] = [];
  for (const { id, messages } of rows) {
    const last = groups.at(-1);
    if (last && last.messages + messages <= groupMessages && last.ids.length < groupSize) {
      last.ids.push(id);
      last.messages += messages;
    } else groups.push({ ids: [id], messages });
  }
  return groups;
}

/** The lines of a noun, as JSON texts, some at once. Only those are held. */
export async function* linesOf(
  session: pg.Client,
  noun: ExportedNoun,
  { userId, everything, scope }: Extent,
  groups: readonly Group[],
): AsyncGenerator<string[]> {
  const whose = scope === 'workspace' && everything ? null : (userId ?? nobody);
  if (noun.by === 'nothing') yield* read(session, noun, []);
  else if (noun.by === 'user') yield* read(session, noun, [whose]);
  else for (const { ids } of groups) yield* read(session, noun, noun.by === 'both' ? [ids, whose] : [ids]);
}

async function* read(session: pg.Client, noun: ExportedNoun, values: unknown[]): AsyncGenerator<string[]> {
  await session.query(
    `DECLARE lines NO SCROLL CURSOR FOR SELECT to_json(line)::text AS line FROM (${noun.select}) AS line`,
    values,
  );
  for (;;) {
    const { rows } = await session.query<{ line: string }>(`FETCH ${fetched} FROM lines`);
    if (rows.length > 0) yield rows.map(({ line }) => line);
    if (rows.length < fetched) break;
  }
  await session.query('CLOSE lines');
}
