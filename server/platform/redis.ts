import type { createClient } from 'redis';
import type { Log } from './log.ts';

/** Milliseconds to connect within, and the longest pause between two tries. */
const CONNECT_TIMEOUT = 3_000;
const LONGEST_PAUSE = 2_000;
/** Milliseconds in which an answer comes; without one Redis counts as away until it comes after all. */
const ANSWER_TIMEOUT = 1_000;
/** Milliseconds of silence on a connection after which it is made anew. */
const SILENCE = 10_000;
/** Commands that may wait for their answers. Nothing waits for a connection. */
const MOST_WAITING = 10_000;
/** Milliseconds between two lines of the log about refused commands. */
const REPORT_EVERY = 10_000;

/** Redis does not answer: whoever asks goes on without it. */
export class RedisAway extends Error {
  override readonly name = 'RedisAway';
}

type Client = ReturnType<typeof clientOf>;

/** The one Redis of a workspace, which may be away at any time. */
export interface Redis {
  /** Whether it answers, as far as is known. */
  isThere(): boolean;
  /** Rejects with RedisAway at once while it is away, and after a second without an answer. */
  ask<Reply>(command: (client: Client) => Promise<Reply>): Promise<Reply>;
  /** A connection for commands that wait: nobody else's commands stand behind them. */
  reader: Client;
  /** Calls whenever Redis answers again, and the first time. */
  onReturn(listener: () => void): void;
  close(): void;
}

/** Connects, and goes on trying for ever; resolves when it is there, or after 3 s without it. */
export async function openRedis(url: string, log: Log): Promise<Redis> {
  // Its hundreds of files are a third of what a server reads at its start; most never need them.
  const library = await import('redis');
  const client = clientOf(library, url);
  const reader = clientOf(library, url);
  const listeners: (() => void)[] = [];
  let isStalled = false;
  let wasThere: boolean | null = null;
  let reported = Number.NEGATIVE_INFINITY;

  const isThere = () => client.isReady && !isStalled;

  /** Says once that it went away, and once that it is back. */
  function look(reason: string): void {
    if (isThere() === wasThere) return;
    wasThere = isThere();
    if (wasThere) {
      log.info('Redis is there');
      for (const listener of listeners) listener();
    } else log.warn({ reason }, 'Redis is away: this instance goes on alone');
  }

  /** Redis is there and refuses a command: its memory is full, or it may not write. */
  function reportRefusal(error: unknown): void {
    if (!client.isReady || performance.now() - reported < REPORT_EVERY) return;
    reported = performance.now();
    log.warn({ reason: error instanceof Error ? error.message : '' }, 'Redis refused a command');
  }

  client.on('error', (error: Error) => look(error.message));
  client.on('ready', () => {
    isStalled = false;
    look('');
  });
  reader.on('error', () => undefined);

  const ready = Promise.all([client, reader].map((each) => each.connect().catch(() => undefined)));
  await Promise.race([ready, new Promise((resolve) => setTimeout(resolve, CONNECT_TIMEOUT))]);
  look('no connection');

  return {
    isThere,
    reader,
    ask(command) {
      if (!isThere()) return Promise.reject(new RedisAway('Redis is away'));
      return new Promise((resolve, reject) => {
        let isAnswered = false;
        const giveUp = () => {
          if (isAnswered) return;
          isStalled = true;
          look('no answer');
          reject(new RedisAway('Redis does not answer'));
        };
        // The answer may be here already, unread, when it was this process that was busy for so long.
        const timer = setTimeout(() => setImmediate(giveUp), ANSWER_TIMEOUT);
        const settle = () => {
          isAnswered = true;
          clearTimeout(timer);
        };
        command(client).then(
          (reply) => {
            settle();
            isStalled = false;
            look('');
            resolve(reply);
          },
          (error: unknown) => {
            settle();
            reportRefusal(error);
            reject(error);
          },
        );
      });
    },
    onReturn(listener) {
      listeners.push(listener);
    },
    close() {
      // What is said about a connection that ends now is no news.
      wasThere = false;
      client.destroy();
      reader.destroy();
    },
  };
}

function clientOf(library: { createClient: typeof createClient }, url: string) {
  return library.createClient({
    url,
    name: 'parley',
    disableOfflineQueue: true,
    commandsQueueMaxLength: MOST_WAITING,
    // A command of Redis Enterprise's that no other server knows.
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: CONNECT_TIMEOUT,
      socketTimeout: SILENCE,
      // Half of it by chance, so that not all instances come back in the same moment.
      reconnectStrategy: (tries) => Math.min(LONGEST_PAUSE, 50 * 2 ** tries) * (0.5 + Math.random() / 2),
    },
  });
}
