import { closeSync, mkdtempSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog, shortenLog } from './log-file.ts';

let folder: string;
let file: string;
let descriptor: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-log-'));
  file = join(folder, 'postgres.log');
  descriptor = openLog(file);
});
afterEach(() => {
  closeSync(descriptor);
  rmSync(folder, { recursive: true });
});

test('a log that is too large keeps its newest lines, and whoever writes it goes on at its end', () => {
  for (let line = 0; line < 20_000; line += 1) writeSync(descriptor, `${line} ${'.'.repeat(80)}\n`);
  expect(statSync(file).size).toBeGreaterThan(1024 * 1024);
  shortenLog(file);
  writeSync(descriptor, 'one more\n');
  expect(statSync(file).size).toBeLessThanOrEqual(256 * 1024 + 10);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines.slice(-2)).toEqual([`19999 ${'.'.repeat(80)}`, 'one more']);
  expect(lines[0]).toMatch(/^\d+ \.{80}$/);
});

test('a small one, or none, is left alone', () => {
  writeSync(descriptor, 'a line\n');
  shortenLog(file);
  expect(readFileSync(file, 'utf8')).toBe('a line\n');
  shortenLog(join(folder, 'none'));
});

test('is closed to others, and empty for a new server', () => {
  writeSync(descriptor, 'of the last one\n');
  closeSync(openLog(file));
  expect(readFileSync(file, 'utf8')).toBe('');
  expect(statSync(file).mode & 0o077).toBe(0);
});
