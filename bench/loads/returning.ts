import { answerCalls } from '#bench/load-process.ts';
import { comeBack, type Returning } from '#bench/returning.ts';

// Thousands of people whose browsers come back by themselves when their server is gone.

export interface ReturningCommands {
  /** Connects them, some at a time; resolves when all are live. */
  enter(url: string, people: Visitor[]): Promise<void>;
  /** From now on it is noted when each of them is live again. */
  note(): void;
  /** Resolves when all are live: when each of them was, by the clock, those first who came first. */
  returned(): Promise<number[]>;
  /** Resolves when each of them has received a message with this text; rejects after 20 s. */
  hear(text: string): Promise<void>;
}

export interface Visitor {
  cookie: string;
  conversationId: string;
  conversations: number;
  watched: string[];
}

/** Who connects at a time at the beginning, and the longest wait for all, in ms. */
const AT_ONCE = 50;
const TIMEOUT = 120_000;

const everybody: Returning[] = [];
const faults: string[] = [];
let lives: number[] = [];
let onLive: () => void = () => undefined;

answerCalls({
  async enter(url: string, people: Visitor[]) {
    for (let at = 0; at < people.length; at += AT_ONCE) {
      for (const person of people.slice(at, at + AT_ONCE))
        everybody.push(
          comeBack({
            url,
            ...person,
            onLive() {
              lives.push(Date.now());
              onLive();
            },
            onFault: (fault) => faults.push(fault),
          }),
        );
      await allLive();
    }
  },
  note() {
    lives = [];
  },
  async returned() {
    await allLive();
    return lives;
  },
  async hear(text: string) {
    await within(20_000, Promise.all(everybody.map((person) => person.hears(text))));
    if (faults.length > 0) throw new Error(faults.slice(0, 3).join('; '));
  },
});

async function allLive(): Promise<void> {
  await within(
    TIMEOUT,
    new Promise<void>((resolve) => {
      onLive = () => {
        if (everybody.every(({ isLive }) => isLive)) resolve();
      };
      onLive();
    }),
  );
}

function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const absent = everybody.filter(({ isLive }) => !isLive).length;
    reject(new Error(`It takes too long: ${absent} are not live; ${faults.slice(0, 3).join('; ')}`));
  }, milliseconds);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
