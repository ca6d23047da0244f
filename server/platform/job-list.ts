import { queryRows, transaction } from './database.ts';
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

/** Lets a dead letter be tried again, from the beginning. Answers false when there is none with this id. */
export function retryDeadLetter(id: string): Promise<boolean> {
  return transaction(async (query) => {
    const [letter] = await query<{ job: string; data: object; key: string | null }>(
      `DELETE FROM ${jobSchema}.job WHERE id = $1 AND source_name IS NOT NULL AND name = source_name || '.dead'
       RETURNING source_name AS job, data, singleton_key AS key`,
      [id],
    );
    if (!letter) return false;
    await send(query, letter.job, letter.data, letter.key === null ? {} : { singletonKey: letter.key });
    return true;
  });
}
