import { Refusal } from '#contract/errors.ts';
import type { PendingFile } from '#state/nouns/state.ts';

interface Ready {
  /** The ids of a message's files, when all are uploaded; null when it was taken back meanwhile. */
  ready(files: readonly PendingFile[]): Promise<string[] | null>;
  /** The server has them no more; whether it is worth trying again. */
  lost(files: readonly PendingFile[]): Promise<boolean>;
}

/**
 * Sends what needs files, by their ids, when all of them are uploaded; null when one was taken back before. Throws
 * `unavailable` where the server has lost some: trying again uploads them once more.
 */
export async function sendFiles<Sent>(
  { ready, lost }: Ready,
  files: readonly PendingFile[],
  send: (fileIds: string[]) => Promise<Sent>,
): Promise<Sent | null> {
  const fileIds = await ready(files);
  if (!fileIds) return null;
  try {
    return await send(fileIds);
  } catch (error) {
    // Files that lay there for long without a message are gone: then they go once more.
    const isLost = error instanceof Refusal && error.errors?.some(({ path }) => path === 'fileIds');
    throw isLost && (await lost(files)) ? new Refusal('unavailable', error.message) : error;
  }
}
