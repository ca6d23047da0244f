import type { Message } from '#contract/messages.ts';
import type { PendingFile, PendingMessage } from '#state/nouns/state.ts';
import type { Call } from './connection.ts';

/** What brings files to the server, loaded with the first. */
export interface FilesOnTheWay {
  load(): Promise<{
    /** Sends what needs files, by their ids, when all are uploaded; null when it was taken back meanwhile. */
    send<Sent>(
      files: readonly PendingFile[],
      send: (fileIds: string[]) => Promise<Sent>,
    ): Promise<Sent | null>;
    /** Their message has been acknowledged. */
    sent(files: readonly PendingFile[]): void;
  }>;
  /** Their message was taken back. */
  drop(files: readonly PendingFile[]): void;
}

/** Sends a message, its files first; null when it was taken back before all of them were there. */
export async function sendPending(
  call: Call,
  uploads: FilesOnTheWay,
  { clientId, conversationId, body, alsoInParent, poll, files }: PendingMessage,
): Promise<Message | null> {
  if (poll) return call('poll:create', { ...poll, clientId, conversationId });
  const input = { clientId, conversationId, body, ...(alsoInParent ? { alsoInParent } : {}) };
  if (!files) return call('message:send', input);
  return (await uploads.load()).send(files, (fileIds) => call('message:send', { ...input, fileIds }));
}
