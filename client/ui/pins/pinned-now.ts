import type { UserId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { laidOver } from '#state/nouns/changes.ts';
import type { PendingChange } from '#state/nouns/state.ts';

/**
 * The pinned messages of a conversation: those that the server listed, as the loaded ones know them by now, and with
 * what waits to be sent laid over them.
 */
export function pinnedNow(
  listed: readonly Message[],
  loaded: readonly Message[],
  changes: readonly PendingChange[],
  myId: UserId,
): Message[] {
  const latest = new Map(listed.map((message) => [message.id, message]));
  const waiting = new Set<string>(changes.map(({ messageId }) => messageId));
  for (const message of loaded) {
    const known = latest.get(message.id);
    const isWanted = known
      ? message.version > known.version
      : message.pin !== null || waiting.has(message.id);
    if (isWanted) latest.set(message.id, message);
  }
  return [...latest.values()]
    .flatMap((message) => laidOver([message], changes, myId))
    .filter(({ pin }) => pin !== null)
    .sort((one, other) => ((one.pin?.at ?? '') < (other.pin?.at ?? '') ? 1 : -1));
}
