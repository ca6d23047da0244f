import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint, readStamp } from './fingerprint.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-fingerprint-'));
  mkdirSync(join(folder, 'inside'));
  write('one.ts', '1');
  write('inside/two.ts', '2');
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string) => writeFileSync(join(folder, name), content);

test('differs whenever a file is changed, renamed, added or removed', () => {
  const seen = new Set([fingerprint([folder])]);
  const differs = () => {
    const before = seen.size;
    seen.add(fingerprint([folder]));
    return seen.size > before;
  };
  expect(differs(), 'nothing happened').toBe(false);
  write('inside/two.ts', 'two');
  expect(differs(), 'changed').toBe(true);
  write('inside/three.ts', '');
  expect(differs(), 'added').toBe(true);
  write('three.ts', '');
  rmSync(join(folder, 'inside/three.ts'));
  expect(differs(), 'moved').toBe(true);
  rmSync(join(folder, 'inside'), { recursive: true });
  expect(differs(), 'removed').toBe(true);
});

test('tests, and paths that are not there, do not count', () => {
  const before = fingerprint([folder, join(folder, 'nothing')]);
  write('one.test.ts', 'expect');
  write('inside/two.spec.tsx', 'expect');
  expect(fingerprint([folder])).toBe(before);
});

test('a step that never succeeded has no stamp', () => {
  expect(readStamp(join(folder, 'stamp'))).toBeNull();
  write('stamp', 'abc');
  expect(readStamp(join(folder, 'stamp'))).toBe('abc');
});
