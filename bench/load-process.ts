import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A program of bench/loads/ in a process of its own, and its commands as functions. */
export interface Load<Commands extends object> {
  pid: number;
  /** Runs a command there; rejects with what it threw. Inputs and answers are copied, as `structuredClone` does. */
  call<Name extends keyof Commands & string>(
    name: Name,
    ...input: Inputs<Commands[Name]>
  ): Promise<Answer<Commands[Name]>>;
  end(): Promise<void>;
}

type Inputs<Command> = Command extends (...input: infer Input) => unknown ? Input : never;
type Answer<Command> = Command extends (...input: never[]) => infer Output ? Awaited<Output> : never;

interface Question {
  id: number;
  name: string;
  input: unknown[];
}

type Reply = { id: number; answer: unknown } | { id: number; error: string };

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** Starts one; it ends with this process at the latest. */
export async function startLoad<Commands extends object>(name: string): Promise<Load<Commands>> {
  const child = fork(join(import.meta.dirname, 'loads', `${name}.ts`), {
    serialization: 'advanced',
    execArgv: [],
  });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  child.on('message', (reply: Reply) => {
    const entry = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) entry?.reject(new Error(`In the load ${name}: ${reply.error}`));
    else entry?.resolve(reply.answer as never);
  });
  child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values())
      reject(new Error(`The load ${name} ended by itself (${code ?? signal})`));
    waiting.clear();
  });
  await once(child, 'spawn');
  return {
    pid: child.pid ?? 0,
    call(command, ...input) {
      calls += 1;
      const question: Question = { id: calls, name: command, input };
      return new Promise((resolve, reject) => {
        waiting.set(question.id, { resolve, reject });
        child.send(question, (error) => {
          if (!error) return;
          // It has gone, and nobody may have noticed yet.
          waiting.delete(question.id);
          reject(new Error(`The load ${name} is not there`, { cause: error }));
        });
      });
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/** To be called by a load's program, once: answers what `call` asks, and ends when nobody is there to ask. */
export function answerCalls(commands: Record<string, (...input: never[]) => unknown>): void {
  process.on('message', (question: Question) => {
    void answer(commands, question).then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => process.exit(0));
}

async function answer(
  commands: Record<string, (...input: never[]) => unknown>,
  { id, name, input }: Question,
): Promise<Reply> {
  try {
    const command = commands[name];
    if (!command) throw new Error(`There is no command ${name}`);
    return { id, answer: await command(...(input as never[])) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
