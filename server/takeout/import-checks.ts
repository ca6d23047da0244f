import type pg from 'pg';
import { SetupError } from '#platform/setup-error.ts';

/** What must hold of an imported workspace: SQL that finds one row that breaks it, and how that is said. */
const rules: readonly [sql: string, fault: (name: string) => string][] = [
  [
    `SELECT c.id::text AS name FROM conversation c LEFT JOIN (
       SELECT conversation_id AS id, count(*) AS messages, min(seq) AS first, max(seq) AS last, max(version) AS newest,
         count(pinned_at) AS pins
       FROM message GROUP BY conversation_id) AS n ON n.id = c.id
     WHERE coalesce(n.messages, 0) <> c.last_seq - c.first_seq + 1 OR coalesce(n.first, c.first_seq) <> c.first_seq
       OR coalesce(n.last, c.last_seq) <> c.last_seq OR coalesce(n.newest, 0) > c.version
       OR coalesce(n.pins, 0) <> c.pin_count OR c.last_deleted_seq > c.last_seq LIMIT 1`,
    (id) => `the numbers of the conversation ${id} have gaps`,
  ],
  [
    `SELECT c.id::text AS name FROM conversation c LEFT JOIN (
       SELECT conversation_id AS id, count(*) AS members, max(last_read_seq) AS furthest FROM member GROUP BY 1
     ) AS n ON n.id = c.id
     WHERE coalesce(n.members, 0) <> c.member_count OR n.furthest > c.last_seq LIMIT 1`,
    (id) => `the members of the conversation ${id} are not those that it counts`,
  ],
  [
    `SELECT c.id::text AS name FROM conversation c JOIN conversation p ON p.id = c.parent_id
     WHERE p.kind = 'thread' OR NOT EXISTS (
       SELECT 1 FROM message m WHERE m.conversation_id = p.id AND m.seq = c.root_seq) LIMIT 1`,
    (id) => `the thread ${id} hangs on nothing`,
  ],
  [
    `SELECT m.id::text AS name FROM message m JOIN conversation c ON c.id = m.thread_id
     WHERE c.parent_id IS DISTINCT FROM m.conversation_id OR c.root_seq <> m.seq LIMIT 1`,
    (id) => `the message ${id} has a thread that is not its own`,
  ],
  [
    `SELECT e.message_id::text AS name FROM message_edit e JOIN message m ON m.id = e.message_id
     WHERE e.version >= m.version LIMIT 1`,
    (id) => `the message ${id} has an earlier text that is later`,
  ],
  [
    `SELECT 'x' AS name WHERE NOT EXISTS (SELECT 1 FROM "user" WHERE role = 'owner' AND kind = 'person'
       AND email IS NOT NULL AND suspended_at IS NULL AND removed_at IS NULL)`,
    () => 'it has no owner who could come in',
  ],
  [
    `SELECT u.id::text AS name FROM "user" u WHERE (u.kind = 'person') <> (u.email IS NOT NULL)
       AND u.removed_at IS NULL LIMIT 1`,
    (id) => `the user ${id} has no email address`,
  ],
];

/** Looks at what was imported as a whole. Throws SetupError with the first thing that does not hold together. */
export async function checkImported(session: pg.Client): Promise<void> {
  // A thread that was being removed is not in the export; the message that it hung on goes next.
  await session.query(
    `UPDATE message m SET thread_id = NULL, reply_count = 0, last_reply_at = NULL, last_author_ids = '{}'
     WHERE m.thread_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.id = m.thread_id)`,
  );
  // Pictures are made anew from what came along; one that did not is none.
  await session.query(
    `UPDATE "user" SET picture_id = NULL WHERE picture_id NOT IN (SELECT id FROM file);
     UPDATE workspace SET picture_id = NULL WHERE picture_id NOT IN (SELECT id FROM file)`,
  );
  for (const [sql, fault] of rules) {
    const { rows } = await session.query<{ name: string }>(sql);
    if (rows[0]) throw incoherent(fault(rows[0].name));
  }
}

/** Says what of an export does not hold together. */
export function incoherent(how: string): SetupError {
  return new SetupError(`The export does not hold together: ${how}. Nothing was imported.`);
}
