import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprint } from '#scripts/fingerprint.ts';
import { root } from '#scripts/tool.ts';

/** Inputs of each run; `npm run fuzz` takes 100,000. */
const inputs = 1_000;
const withinMs = 170_000;

/** The sources that answer: with each change of them other inputs are tried, and for the same ones the same. */
const sources = ['app', 'contract', 'server', 'server.ts', 'package-lock.json'].map((path) =>
  join(root, path),
);
const seeds = [
  ['seed that never changes', 20_261],
  ['seed made of the sources', Number.parseInt(fingerprint(sources).slice(0, 7), 16)],
] as const;

test.each(seeds)(
  `${inputs} inputs from a %s`,
  async (_, seed) => {
    const args = [
      join(root, 'e2e', 'fuzz', 'run.ts'),
      '--seed',
      String(seed),
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
    expect(output).toContain(`${inputs} inputs, 0 findings (seed ${seed}).`);
    expect(code, output).toBe(0);
  },
  withinMs + 10_000,
);
