import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprint } from '#scripts/fingerprint.ts';
import { root } from '#scripts/tool.ts';

/** `npm run fuzz` takes 100,000. */
const inputs = 2_000;
const withinMs = 240_000;

/** One seed never changes; the other is made of the sources that answer, so that every change meets inputs of its own. */
const sources = ['app', 'contract', 'server', 'server.ts', 'package-lock.json'].map((path) =>
  join(root, path),
);
const seeds = `20261,${Number.parseInt(fingerprint(sources).slice(0, 7), 16)}`;

test(
  `${inputs} inputs from the seeds ${seeds}`,
  async () => {
    const args = [
      join(root, 'e2e', 'fuzz', 'run.ts'),
      '--seed',
      seeds,
      '--inputs',
      String(inputs),
      '--built',
    ];
    // A process of its own: what it measures must not wait for other tests, nor leave anything in this one.
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    const timer = setTimeout(() => child.kill('SIGTERM'), withinMs);
    const [code] = await once(child, 'close');
    clearTimeout(timer);
    expect(code, output).toBe(0);
    expect(output).toContain(`${inputs} inputs, 0 findings (seed ${seeds}).`);
  },
  withinMs + 10_000,
);
