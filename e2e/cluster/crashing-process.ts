import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A program of the system that may be killed, and that comes back with the same arguments. */
export interface CrashingProcess {
  /** Of the process, while there is one. */
  readonly pid: number | null;
  /** Starts it unless it runs; resolves when it answers. */
  start(): Promise<void>;
  /** Asks it to end (SIGTERM); resolves when it has. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when it has ended. */
  kill(): Promise<void>;
  /** SIGSTOP: it holds its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
}

interface Options {
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Whether it answers now. */
  answers(): Promise<boolean>;
}

const startWithinMs = 20_000;
const stopWithinMs = 5_000;
const wordsKept = 4_000;

/** Not started yet. */
export function createCrashingProcess({ command, args, env = {}, answers }: Options): CrashingProcess {
  let child: ChildProcess | null = null;
  let said = '';

  function launch(): ChildProcess {
    const launched = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [launched.stdout, launched.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-wordsKept);
      });
    // A command that is not there has an error and no exit.
    for (const event of ['exit', 'error'])
      launched.once(event, () => {
        if (child === launched) child = null;
      });
    return launched;
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    if (!ending) return;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    ending.kill('SIGCONT');
    const late = setTimeout(() => ending.kill('SIGKILL'), stopWithinMs);
    await ended;
    clearTimeout(late);
  }

  return {
    get pid() {
      return child?.pid ?? null;
    },
    async start() {
      child ??= launch();
      const deadline = Date.now() + startWithinMs;
      while (child && Date.now() < deadline) {
        if (await answers()) return;
        await delay(20);
      }
      throw new Error(`${command} did not start: ${said.trim()}`);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    freeze() {
      child?.kill('SIGSTOP');
    },
    thaw() {
      child?.kill('SIGCONT');
    },
  };
}
