import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tool.ts';

/**
 * Turns this process into another program of ours, with the settings of `.env`: the same process id, terminal,
 * signals and exit code. `flags` are for Node, `words` for the program. Where the system cannot do that, it is a child and everything is passed on.
 */
export async function become(
  file: string,
  mode: 'production' | 'development',
  flags: string[] = [],
  words: string[] = [],
): Promise<void> {
  const settings = existsSync(join(root, '.env')) ? ['--env-file=.env'] : [];
  const args = [...settings, ...flags, join(root, file), ...words];
  const env: NodeJS.ProcessEnv = {
    // What Node compiled is there at the next start, which takes half as long: see compiled-files.ts.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
    ...process.env,
    NODE_ENV: mode,
    NEXT_TELEMETRY_DISABLED: '1',
  };
  process.chdir(root);
  if (process.platform !== 'win32' && process.execve) {
    process.execve(process.execPath, [process.execPath, ...args], env);
  }
  const child = spawn(process.execPath, args, { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise<number>((resolve) => {
    child.on('close', (code) => resolve(code ?? 1));
  });
}
