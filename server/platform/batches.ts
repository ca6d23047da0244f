import { busy } from './connection-queue.ts';
import { isDatabaseAway } from './database.ts';

/** Questions in one statement, at most, and those that may wait for one. */
const AT_ONCE = 1_000;
const MOST_WAITING = 10_000;

interface Waiting<Question, Answer> {
  question: Question;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Asks many questions with one statement: those that come in the same turn of the event loop, or while `read` runs, go
 * together into its next run. So each is answered by a run that began after it was asked, and knows everything that was
 * committed before. `read` gives what tells the answer to each question, of which it is given the index, too; `atOnce`
 * bounds what it is given, and `runs` how many of it run at the same time. Throws `unavailable` when too many wait already.
 */
export function inBatches<Question, Answer>(
  read: (questions: Question[]) => Promise<(question: Question, index: number) => Answer>,
  atOnce = AT_ONCE,
  runs = 1,
): (question: Question) => Promise<Answer> {
  const waiting: Waiting<Question, Answer>[] = [];
  let running = 0;

  async function readBatch(batch: Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answerOf = await read(batch.map(({ question }) => question));
      for (const [index, { question, resolve }] of batch.entries()) resolve(answerOf(question, index));
    } catch (error) {
      // Without a database, whoever waits is refused now, not after another time limit.
      const untried = isDatabaseAway(error) ? waiting.splice(0) : [];
      for (const { reject } of [...batch, ...untried]) reject(error);
    }
  }

  async function readWaiting(): Promise<void> {
    while (waiting.length > 0) await readBatch(waiting.splice(0, atOnce));
    running -= 1;
  }

  return (question) => {
    if (waiting.length >= MOST_WAITING) return Promise.reject(busy());
    return new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (running >= runs) return;
      running += 1;
      setImmediate(readWaiting);
    });
  };
}
