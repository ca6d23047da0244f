/** What the tabs of one browser tell each other, whoever is signed in: their cookie is the same. */
interface SessionMessage {
  userId: string;
}

const channelName = 'parley-session';

/** Announces to the other tabs of this browser whose session its cookie is now. */
export function announceSession(userId: string): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(channelName);
  channel.postMessage({ userId } satisfies SessionMessage);
  channel.close();
}

/**
 * Watches for another user who signs in at this browser: whatever a page of this one asked from then on
 * would be asked in their name.
 * @returns the way to stop
 */
export function watchSession(userId: string, onOther: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => {};
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }: MessageEvent<SessionMessage>) => {
    if (data.userId !== userId) onOther();
  };
  return () => channel.close();
}
