import type { Message } from '#contract/messages.ts';
import type { Waiting } from '#state/nouns/state.ts';

/** What the tabs of one user tell each other. */
export type TabMessage =
  | { kind: 'pending'; pending: Waiting }
  /** The server acknowledged what the outbox knew by this clientId; the message is as that left it. */
  | { kind: 'sent'; clientId: string; message: Message }
  | { kind: 'discarded'; clientId: string }
  /** The user signed out in this browser. */
  | { kind: 'signed-out' };

export interface Tabs {
  send(message: TabMessage): void;
  /** Listens until the returned function is called. */
  start(onMessage: (message: TabMessage) => void): () => void;
}

/** Reaches the other tabs, where the browser can; otherwise each tab is alone. */
export function createTabs(userId: string): Tabs {
  let channel: BroadcastChannel | undefined;
  return {
    send(message) {
      channel?.postMessage(message);
    },
    start(onMessage) {
      if (typeof BroadcastChannel === 'undefined') return () => {};
      const own = new BroadcastChannel(`parley:${userId}`);
      channel = own;
      own.onmessage = ({ data }: MessageEvent<TabMessage>) => onMessage(data);
      return () => {
        own.close();
        channel = undefined;
      };
    },
  };
}

/** Runs a task while no other tab runs one of the same name; where locks are missing, at once. */
export async function exclusively(name: string, task: () => Promise<void>): Promise<void> {
  // Web Locks exist in secure contexts only. Without them two tabs may send the same message twice,
  // which the server recognises by its clientId.
  if (typeof navigator === 'undefined' || !('locks' in navigator)) return task();
  await navigator.locks.request(name, task);
}
