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
const atOnce = /^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const later = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** Every package that a file needs, with the way that leads there: when it runs, or also what it loads later. */
function packagesOf(file: string, patterns: RegExp[], way: string[] = [], seen = new Set<string>()) {
  const found = new Map<string, string[]>();
  if (seen.has(file) || file.endsWith('.css')) return found;
  seen.add(file);
  const text = readFileSync(join(root, file), 'utf8');
  const imports = patterns.flatMap((pattern) => [...text.matchAll(pattern)]);
  for (const [, imported = ''] of imports) {
    const next = fileOf(file, imported);
    if (next === null) found.set(imported, [...way, file]);
    else for (const [name, path] of packagesOf(next, patterns, [...way, file], seen)) found.set(name, path);
  }
  return found;
}

/** The project's own file that an import means; null for a package. */
function fileOf(file: string, imported: string): string | null {
  if (imported.startsWith('./')) return relative(root, join(root, dirname(file), imported));
  const layer = Object.keys(folders).find((prefix) => imported.startsWith(prefix));
  return layer ? folders[layer] + imported.slice(layer.length) : null;
}

test.each(['client/ui/frame/chat.tsx', 'client/ui/frame/cached-chat.tsx'])(
  '%s brings no schemas into the browser, not even later',
  (page) => {
    const packages = packagesOf(page, [atOnce, later]);
    expect([...packages.keys()]).toContain('react');
    expect(packages.get('zod')).toBeUndefined();
  },
);

test('dialogs and menus are not in the first script of the chat', () => {
  expect(packagesOf('client/ui/frame/chat.tsx', [atOnce]).get('radix-ui')).toBeUndefined();
  expect(packagesOf('client/ui/frame/chat.tsx', [atOnce, later]).get('radix-ui')).toBeDefined();
});

test('the way to a schema is found', () => {
  expect(packagesOf('client/state/nouns/fixtures.ts', [atOnce]).get('zod')?.length).toBeGreaterThan(1);
});
