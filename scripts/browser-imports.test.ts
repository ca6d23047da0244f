import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './tool.ts';

// The schemas and their library are the server's: a page needs the contract's types, limits and refusals, and
// zod alone would be a quarter of a conversation's script. So no import that leaves the types leads from a page to it.

const folders: Record<string, string> = {
  '#contract/': 'contract/',
  '#state/': 'client/state/',
  '#ui/': 'client/ui/',
  '#app/': 'app/',
};
const statement = /^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const loaded = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** Every package that a file needs when it runs, with the way that leads there. */
function packagesOf(file: string, way: string[] = [], seen = new Set<string>()): Map<string, string[]> {
  const found = new Map<string, string[]>();
  if (seen.has(file) || file.endsWith('.css')) return found;
  seen.add(file);
  const text = readFileSync(join(root, file), 'utf8');
  for (const pattern of [statement, loaded])
    for (const [, imported = ''] of text.matchAll(pattern)) {
      const next = fileOf(file, imported);
      if (next === null) found.set(imported, [...way, file]);
      else for (const [name, path] of packagesOf(next, [...way, file], seen)) found.set(name, path);
    }
  return found;
}

/** The project's own file that an import means; null for a package. */
function fileOf(file: string, imported: string): string | null {
  if (imported.startsWith('./')) return relative(root, join(root, dirname(file), imported));
  const layer = Object.keys(folders).find((prefix) => imported.startsWith(prefix));
  return layer ? folders[layer] + imported.slice(layer.length) : null;
}

test.each([
  'client/ui/frame/chat.tsx',
  'client/ui/frame/cached-chat.tsx',
  'client/ui/account/sign-in-form.tsx',
  'client/ui/account/sign-up-form.tsx',
])('%s brings no schemas into the browser', (page) => {
  const packages = packagesOf(page);
  expect([...packages.keys()]).toContain('react');
  expect(packages.get('zod')).toBeUndefined();
});

test('a sign-in form needs no more than React and its icons', () => {
  const names = [...packagesOf('client/ui/account/sign-in-form.tsx').keys()];
  expect(names.toSorted()).toEqual(['react']);
});

test('the way to a schema is found', () => {
  const [, ...way] = packagesOf('client/state/nouns/fixtures.ts').get('zod') ?? [];
  expect(way.length).toBeGreaterThan(0);
});
