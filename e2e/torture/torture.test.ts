import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '#scripts/tool.ts';

/** One plan for all machines; `npm run torture` takes another one each time. */
const seed = 20_261;
const withinMs = 170_000;

test(
  'nothing is lost, doubled or put out of order in 20 seconds of faults',
  async () => {
    const args = [
      join(root, 'e2e', 'torture', 'run.ts'),
      '--seed',
      String(seed),
      '--seconds',
      '20',
      '--built',
    ];
    // A process of its own: what it measures must not wait for other tests, nor leave anything in this one.
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    const timer = setTimeout(() => child.kill('SIGTERM'), withinMs);
    const [code] = await once(child, 'close');
    clearTimeout(timer);
    expect(code, said).toBe(0);
    expect(said).toContain('Nothing lost, nothing doubled, one order.');
  },
  withinMs + 10_000,
);
