import { insertJobs } from '#platform/jobs.ts';

/** The name of the job that reads the links of a message (link-reading.ts). */
export const readLinksName = 'read-links';

/** SQL of an INSERT that asks for it, inside of the statement that stores messages; `ids` selects their `id`. */
export function insertReading(ids: string): string {
  return insertJobs(
    readLinksName,
    `SELECT jsonb_build_object('messageId', l.id) AS data FROM (${ids}) AS l
     WHERE (SELECT link_previews FROM workspace)`,
  );
}
