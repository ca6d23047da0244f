import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './tool.ts';

// The canary of the fence between the layers: Biome applies only the last override that fits a file, and says
// nothing when a pattern fits nothing. So wrong files are planted, and the fence has to find each of them.

const wrong: [file: string, imported: string][] = [
  ['contract/canary.ts', '#domain/messages.ts'],
  ['contract/canary.ts', 'react'],
  ['contract/canary.ts', '../server/domain/messages.ts'],
  ['server/platform/canary.ts', '#domain/messages.ts'],
  ['server/platform/canary.ts', '#gateway/dispatch.ts'],
  ['server/platform/canary.ts', '../domain/messages.ts'],
  ['server/platform/canary.ts', '#embedded/database.ts'],
  ['server/embedded/canary.ts', '#domain/messages.ts'],
  ['server/backup/canary.ts', '#domain/messages.ts'],
  ['server/takeout/canary.ts', '#gateway/dispatch.ts'],
  ['server/domain/canary.ts', '#takeout/import.ts'],
  ['server/domain/canary.ts', '#embedded/database.ts'],
  ['server/domain/canary.ts', '#backup/backup.ts'],
  ['server/domain/canary.ts', '#gateway/dispatch.ts'],
  ['server/domain/canary.ts', 'socket.io'],
  ['server/domain/canary.ts', 'next'],
  ['server/domain/canary.ts', 'react'],
  ['server/gateway/canary.ts', 'pg'],
  ['server/gateway/canary.ts', '#state/store.ts'],
  ['server/gateway/canary.ts', '#prisma/generated/client.ts'],
  ['server/gateway/canary.ts', '#gateway/testing/server.ts'],
  ['server/bridge.ts', '#platform/database.ts'],
  ['packages/client/canary.ts', '#state/store.ts'],
  ['packages/client/canary.ts', '#domain/messages.ts'],
  ['packages/client/canary.ts', 'react'],
  ['client/state/canary.ts', '#ui/words.ts'],
  ['client/state/canary.ts', '#domain/messages.ts'],
  ['client/state/canary.ts', 'react'],
  ['client/state/hooks.ts', '#ui/words.ts'],
  ['client/state/canary.ts', 'idb'],
  ['client/state/canary.ts', 'socket.io-client'],
  ['client/state/nouns/canary.ts', '#state/sync/history.ts'],
  ['client/state/nouns/canary.ts', '#state/kept/cache.ts'],
  ['client/state/nouns/canary.ts', '#state/store.ts'],
  ['client/state/nouns/canary.ts', '../store.ts'],
  ['client/state/nouns/canary.ts', 'idb'],
  ['client/state/kept/canary.ts', '#state/sync/outbox.ts'],
  ['client/state/kept/canary.ts', '#state/store.ts'],
  ['client/state/kept/canary.ts', 'socket.io-client'],
  ['client/state/sync/canary.ts', '#state/store.ts'],
  ['client/state/sync/canary.ts', '#state/chat-client.ts'],
  ['client/state/sync/canary.ts', '../kept/cache.ts'],
  ['client/state/sync/canary.ts', 'idb'],
  ['client/ui/sidebar/canary.tsx', '#platform/database.ts'],
  ['client/ui/sidebar/canary.tsx', 'socket.io-client'],
  ['client/ui/sidebar/canary.tsx', '../parts/button.tsx'],
  ['client/ui/sidebar/canary.tsx', 'next/navigation'],
  ['client/ui/parts/canary.tsx', '#ui/navigation/navigation.tsx'],
  ['client/ui/parts/canary.tsx', '#ui/timeline/timeline-view.tsx'],
  ['client/ui/parts/canary.tsx', '#ui/frame/shell.tsx'],
  ['client/ui/navigation/canary.ts', '#ui/sidebar/sidebar.tsx'],
  ['client/ui/navigation/canary.ts', '#ui/frame/shell.tsx'],
  ['client/ui/account/canary.tsx', '#ui/frame/chat.tsx'],
  ['client/ui/composer/canary.tsx', '#ui/timeline/timeline-view.tsx'],
  ['client/ui/dialogs/canary.tsx', '#ui/outbox/outbox.tsx'],
  ['client/ui/dialogs/canary.tsx', '#ui/frame/shell.tsx'],
  ['client/ui/outbox/canary.tsx', '#ui/dialogs/members.tsx'],
  ['client/ui/search/canary.tsx', '#ui/timeline/timeline-view.tsx'],
  ['client/ui/sidebar/canary.tsx', '#ui/dialogs/members.tsx'],
  ['client/ui/sidebar/canary.tsx', '#ui/frame/shell.tsx'],
  ['client/ui/thread/canary.tsx', '#ui/timeline/timeline-view.tsx'],
  ['client/ui/timeline/canary.tsx', '#ui/composer/composer.tsx'],
  ['client/ui/formatting/canary.tsx', '#ui/messages/message-actions.ts'],
  ['client/ui/completion/canary.tsx', '#ui/composer/composer.tsx'],
  ['client/ui/emoji/canary.tsx', '#ui/frame/shell.tsx'],
  ['client/ui/messages/canary.tsx', '#ui/timeline/timeline-view.tsx'],
  ['client/ui/parts/canary.tsx', '#ui/formatting/formatted.tsx'],
  ['client/ui/frame/canary.tsx', '#domain/messages.ts'],
  ['app/canary.tsx', '#domain/messages.ts'],
  ['app/canary.tsx', '#gateway/session.ts'],
  ['app/canary.tsx', '#platform/config.ts'],
  ['app/sign-in/canary.tsx', '../layout.tsx'],
  ['prisma/canary.ts', '#gateway/dispatch.ts'],
  ['server/domain/canary.test.ts', '../gateway/dispatch.ts'],
  ['scripts/canary.ts', '../server.ts'],
];

const right: [file: string, imported: string][] = [
  ['contract/canary.ts', 'zod'],
  ['contract/canary.ts', './ids.ts'],
  ['server/platform/canary.ts', '#contract/ids.ts'],
  ['server/platform/canary.ts', 'node:fs/promises'],
  ['server/platform/canary.ts', 'pg'],
  ['server/embedded/canary.ts', '#platform/log.ts'],
  ['server/backup/canary.ts', '#platform/migrations.ts'],
  ['server/takeout/canary.ts', '#backup/archive-writer.ts'],
  ['server/takeout/canary.ts', '#domain/audit.ts'],
  ['server/domain/canary.ts', '#platform/database.ts'],
  ['server/domain/canary.ts', '#contract/messages.ts'],
  ['server/domain/canary.ts', './members.ts'],
  ['server/gateway/canary.ts', '#domain/operations.ts'],
  ['server/gateway/canary.ts', 'socket.io'],
  ['server/bridge.ts', '#gateway/pages.ts'],
  ['client/state/canary.ts', 'zustand/vanilla'],
  ['client/state/hooks.ts', 'react'],
  ['client/state/canary.ts', '#state/sync/driver.ts'],
  ['client/state/nouns/canary.ts', './timeline.ts'],
  ['client/state/nouns/canary.ts', '#contract/messages.ts'],
  ['client/state/kept/canary.ts', '#state/nouns/timeline.ts'],
  ['client/state/kept/canary.ts', 'idb'],
  ['client/state/sync/canary.ts', '#state/nouns/timeline.ts'],
  ['client/state/sync/canary.ts', '#state/kept/cache.ts'],
  ['client/state/sync/canary.ts', 'socket.io-client'],
  ['client/ui/sidebar/canary.tsx', '#ui/parts/button.tsx'],
  ['client/ui/sidebar/canary.tsx', '#state/hooks.ts'],
  ['client/ui/sidebar/canary.tsx', '#ui/navigation/navigation.tsx'],
  ['client/ui/sidebar/canary.tsx', '#ui/words.ts'],
  ['client/ui/composer/canary.tsx', '#ui/completion/use-completion.tsx'],
  ['client/ui/parts/canary.tsx', '#ui/words.ts'],
  ['client/ui/navigation/canary.ts', '#ui/parts/cookie.ts'],
  ['client/ui/messages/canary.tsx', '#ui/formatting/formatted.tsx'],
  ['client/ui/timeline/canary.tsx', '#ui/messages/message-actions.ts'],
  ['client/ui/frame/canary.tsx', '#ui/sidebar/sidebar.tsx'],
  ['app/sign-in/canary.tsx', '#bridge.ts'],
  ['app/sign-in/canary.tsx', '#ui/words.ts'],
  ['app/sign-in/canary.tsx', 'next/headers'],
  ['prisma/canary.ts', '#domain/messages.ts'],
  ['server/domain/canary.test.ts', 'vitest'],
];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-fence-'));
  await copyFile(join(root, 'biome.json'), join(folder, 'biome.json'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** The rules that a file of this content breaks, were it in the repository. */
async function brokenRules(
  file: string,
  content: string,
  others: Record<string, string> = {},
): Promise<string[]> {
  for (const [path, text] of Object.entries({ ...others, [file]: content })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', file];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder }).catch(
    (failure: { stdout: string }) => failure,
  );
  return [...stdout.matchAll(/"category":\s*"lint\/([^"]+)"/g)].map(([, rule]) => rule ?? '');
}

const importing = (path: string) => `import { thing } from '${path}';\n\nthing();\n`;

test.each(wrong)('%s must not import %s', async (file, imported) => {
  expect(await brokenRules(file, importing(imported))).toContain('style/noRestrictedImports');
});

test.each(right)('%s may import %s', async (file, imported) => {
  expect(await brokenRules(file, importing(imported))).not.toContain('style/noRestrictedImports');
});

test('files must not import each other in a circle, not even types', async () => {
  const circle = (other: string) => `import type { B } from './${other}';\n\nexport type A = B | 1;\n`;
  const other = {
    'contract/other.ts': circle('canary.ts').replace(/\b[AB]\b/g, (name) => (name === 'A' ? 'B' : 'A')),
  };
  expect(await brokenRules('contract/canary.ts', circle('other.ts'), other)).toContain(
    'suspicious/noImportCycles',
  );
});

test.each([
  ['server/domain/canary.ts', 'export const port = process.env.PORT;\n', 'style/noProcessEnv'],
  ['client/ui/canary.tsx', 'export default function Canary() {}\n', 'style/noDefaultExport'],
  ['server/domain/canary.ts', "export * from './members.ts';\n", 'performance/noBarrelFile'],
  ['server/domain/CanaryBird.ts', 'export const bird = 1;\n', 'style/useFilenamingConvention'],
  ['server/domain/canary.ts', 'export const loose: any = 1;\n', 'suspicious/noExplicitAny'],
  ['server/domain/canary.ts', 'async function send() {}\nsend();\n', 'nursery/noFloatingPromises'],
  ['server/domain/canary.test.ts', "test.only('a', () => undefined);\n", 'suspicious/noFocusedTests'],
  ['server/domain/canary.test.ts', "test.skip('a', () => undefined);\n", 'suspicious/noSkippedTests'],
])('%s with %j breaks %s', async (file, content, rule) => {
  expect(await brokenRules(file, content)).toContain(rule);
});

test('a file of more than 300 lines has a noun in it that has no home yet', async () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => `export const a${index} = 1;\n`).join('');
  expect(await brokenRules('server/domain/canary.ts', lines(301))).toContain('style/noExcessiveLinesPerFile');
  expect(await brokenRules('server/domain/canary.ts', lines(300))).toEqual([]);
});
