import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import type { Query } from '#platform/database.ts';
import type { Random } from './random.ts';
import type { Line } from './script.ts';
import type { SeedUser } from './users.ts';

/** The ids of the users, once they are stored. */
export type UserIds = ReadonlyMap<SeedUser, string>;

/** When something of the past was, and the choices by which its ids are made. */
export interface Moment {
  time: number;
  random: Random;
}

export function idAt({ time, random }: Moment): string {
  return uuidv7({ msecs: time, random: random.bytes(16) });
}

/** A conversation as it was stored: its lines, and the ids of their messages. */
export interface Stored {
  conversation: string;
  lines: Line[];
  messageIds: string[];
  ids: UserIds;
  random: Random;
}

/** Which of the lines changed, and the version that it takes by that. */
export interface Changed {
  index: number;
  version: number;
}

/** Stores what was said in a conversation, and gives the ids of the messages. */
export async function storeLines(
  query: Query,
  conversation: string,
  lines: Line[],
  ids: UserIds,
  random: Random,
): Promise<string[]> {
  const messageIds = lines.map(({ time }) => idAt({ time, random }));
  await query(
    `INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body, created_at)
     SELECT id, $1, seq, seq, author_id, client_id, body, created_at
     FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[])
       WITH ORDINALITY AS line(id, author_id, client_id, body, created_at, seq)`,
    [
      conversation,
      messageIds,
      lines.map(({ author }) => ids.get(author)),
      lines.map(() => uuidv4({ random: random.bytes(16) })),
      lines.map(({ body }) => body),
      lines.map(({ time }) => iso(time)),
    ],
  );
  return messageIds;
}

export function iso(time: number): string {
  return new Date(time).toISOString();
}
