import { type BucketTrial, tryBucket } from '#platform/file-bucket.ts';
import { createFindings, type Look, wordsOf } from './finding.ts';

const TIMEOUT = 8_000;

const doing = { list: 'list', write: 'write to', remove: 'remove from' } as const;

/** The bucket that files are kept in: whether it answers, and lets us list, write and remove. */
export const lookAtBucket: Look = async ({ config }) => {
  const { findings, when } = createFindings('bucket');
  const { bucket: settings } = config.files;
  if (settings === null) return findings;
  const { bucket } = settings;
  let refused: BucketTrial;
  try {
    refused = await tryBucket(settings, TIMEOUT);
  } catch (error) {
    const { host } = new URL(settings.endpoint);
    when(
      true,
      `The store of files at ${host} does not answer: ${wordsOf(error)}.`,
      'Start it, or correct FILES_S3_ENDPOINT.',
    );
    return findings;
  }
  if (refused?.status === 404)
    when(true, `The store has no bucket ${bucket}.`, 'Make it there, or correct FILES_S3_BUCKET.');
  else if (refused)
    when(
      true,
      `The store does not let Parley ${doing[refused.step]} the bucket ${bucket} (status ${refused.status}).`,
      'Correct FILES_S3_KEY_ID, FILES_S3_SECRET and FILES_S3_REGION, and give that key the rights to list, read, write and remove.',
    );
  return findings;
};
