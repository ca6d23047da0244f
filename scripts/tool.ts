import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

/** The root of the repository. */
export const root = resolve(import.meta.dirname, '..');

/** Nothing that Parley runs reports home or looks for updates. */
const quiet = { NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };

interface Run {
  env?: Record<string, string>;
  /** Show nothing unless it fails. */
  silent?: boolean;
}

/**
 * Runs a JavaScript file of node_modules on this very Node, in the root of the repository, and resolves with
 * its exit code. Silent ones print all they said when they fail.
 */
export async function runTool(
  file: string,
  args: string[],
  { env = {}, silent = false }: Run = {},
): Promise<number> {
  const child = spawn(process.execPath, [join(root, 'node_modules', file), ...args], {
    cwd: root,
    env: { ...process.env, ...quiet, ...env },
    stdio: silent ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) process.stdout.write(said);
  return typeof code === 'number' ? code : 1;
}

/** Ends this process with one sentence when a step it cannot do without has failed. */
export function demand(code: number, step: string): void {
  if (code === 0) return;
  process.stderr.write(`${step} failed: see the lines above.\n`);
  process.exit(1);
}
