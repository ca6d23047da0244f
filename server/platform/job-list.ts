import { type Query, queryRows } from './database.ts';
import { jobSchema, send } from './jobs.ts';

/** A job that nothing more is tried for, until somebody asks. */
export interface DeadLetter {
  id: string;
  /** The name of the job. */
  job: string;
  failedAt: Date;
  /** The last failure, in words that hold nothing of what users wrote. */
  reason: string;
}

/** The dead letters, the newest first, 100 at the most. */
export function listDeadLetters(): Promise<DeadLetter[]> {
  return queryRows<DeadLetter & { job: string }>(
    'job-dead-letters',
    `SELECT id, source_name AS job, created_on AS "failedAt", coalesce(output->>'message', 'unknown') AS reason
     FROM ${jobSchema}.job WHERE source_name IS NOT NULL AND name = source_name || '.dead' AND state = 'created'
     ORDER BY created_on DESC LIMIT 100`,
    [],
  );
}

const isDeadLetter = "id = $1 AND source_name IS NOT NULL AND name = source_name || '.dead'";

/** Lets a dead letter be tried again, from the beginning. Answers false when there is none with this id. */
export async function retryDeadLetter(query: Query, id: string): Promise<boolean> {
  const [letter] = await query<{ job: string; data: object; key: string | null }>(
    `DELETE FROM ${jobSchema}.job WHERE ${isDeadLetter}
     RETURNING source_name AS job, data, singleton_key AS key`,
    [id],
  );
  if (!letter) return false;
  await send(query, letter.job, letter.data, letter.key === null ? {} : { singletonKey: letter.key });
  return true;
}

/** Removes a dead letter for good. Answers false when there is none with this id. */
export async function discardDeadLetter(query: Query, id: string): Promise<boolean> {
  const gone = await query(`DELETE FROM ${jobSchema}.job WHERE ${isDeadLetter} RETURNING 1 AS gone`, [id]);
  return gone.length > 0;
}
