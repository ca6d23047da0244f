import { createRetries } from './retries.ts';
import { exclusively } from './tabs.ts';

interface QueuesOptions {
  /** Of the names under which the browser's tabs take turns. */
  prefix: string;
  isLive(): boolean;
  /** Goes through what waits in a conversation, for as long as that goes on. */
  drain(conversationId: string): Promise<void>;
}

/** One queue a conversation: drained by one tab at a time, again when something joined it meanwhile, or later. */
export function createQueues({ prefix, isLive, drain }: QueuesOptions) {
  const running = new Set<string>();
  const again = new Set<string>();

  async function run(conversationId: string): Promise<void> {
    again.add(conversationId);
    if (running.has(conversationId)) return;
    running.add(conversationId);
    try {
      while (again.delete(conversationId) && isLive())
        await exclusively(`${prefix}:${conversationId}`, () => drain(conversationId));
    } finally {
      running.delete(conversationId);
    }
  }

  return { run, ...createRetries((conversationId) => void run(conversationId)) };
}
