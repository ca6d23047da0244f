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
  const attempts = new Map<string, number>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  async function run(conversationId: string): Promise<void> {
    again.add(conversationId);
    if (running.has(conversationId)) return;
    running.add(conversationId);
    clearTimeout(timers.get(conversationId));
    try {
      while (again.delete(conversationId) && isLive())
        await exclusively(`${prefix}:${conversationId}`, () => drain(conversationId));
    } finally {
      running.delete(conversationId);
    }
  }

  return {
    run,
    /** How often its head failed since something of it went through. */
    attempts: (conversationId: string) => attempts.get(conversationId) ?? 0,
    went(conversationId: string) {
      attempts.delete(conversationId);
    },
    /** Its head failed for now: it is tried again after `delay` ms. */
    later(conversationId: string, delay: number) {
      attempts.set(conversationId, (attempts.get(conversationId) ?? 0) + 1);
      timers.set(
        conversationId,
        setTimeout(() => void run(conversationId), delay),
      );
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
