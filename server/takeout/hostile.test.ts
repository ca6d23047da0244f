import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFiles } from '#platform/files.ts';
import { SetupError } from '#platform/setup-error.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import { importWorkspace } from './import.ts';

// An export is a file that somebody gives us. These were not made by Parley.

const migrations = resolve('prisma/migrations');
const id = (n: number) => `0190000a-0000-7000-8000-${String(n).padStart(12, '0')}`;
const at = '2026-01-02T03:04:05.678+00:00';

const owner = {
  ...{
    id: id(1),
    name: 'Ada',
    handle: 'ada',
    email: 'ada@example.test',
    kind: 'person',
    role: 'owner',
    title: '',
  },
  ...{ statusEmoji: '', statusText: '', statusUntil: null, timeZone: '', quietUntil: null, pictureId: null },
  ...{ createdAt: at, suspendedAt: null, removedAt: null },
};
const general = {
  ...{
    id: id(2),
    kind: 'public',
    name: 'general',
    topic: '',
    description: '',
    userIds: null,
    isDefault: true,
  },
  ...{
    createdById: id(1),
    createdAt: at,
    updatedAt: at,
    memberCount: 1,
    firstSeq: 1,
    lastSeq: 1,
    version: 1,
  },
  ...{
    lastMessageAt: at,
    lastDeletedSeq: 0,
    pinCount: 0,
    retentionDays: null,
    archivedAt: null,
    parentId: null,
  },
  rootSeq: null,
};
const member = {
  ...{
    conversationId: id(2),
    userId: id(1),
    joinedAt: at,
    lastReadSeq: 1,
    readVersion: 0,
    notifyLevel: 'all',
  },
  ...{ muted: false, notifyVersion: 0 },
};
const message = {
  ...{
    id: id(3),
    conversationId: id(2),
    seq: 1,
    version: 1,
    authorId: id(1),
    clientId: id(4),
    body: 'Hello',
  },
  ...{
    mentions: [],
    createdAt: at,
    editedAt: null,
    deletedAt: null,
    reactions: [],
    threadId: null,
    replyCount: 0,
  },
  ...{
    lastReplyAt: null,
    lastAuthorIds: [],
    inThreadId: null,
    inThreadSeq: null,
    pinnedById: null,
    pinnedAt: null,
    notice: null,
  },
};
const workspace = {
  ...{
    name: 'Small',
    openSignUp: true,
    openSignUpDecided: true,
    membersCreateChannels: true,
    editMinutes: null,
    signUpDomains: [],
    announceNewcomers: true,
    requireSecondFactor: false,
  },
  ...{ membersInvite: false, retentionDays: null, pictureId: null },
};

type Lines = Record<string, unknown[]>;
const whole: Lines = {
  users: [owner],
  conversations: [general],
  members: [member],
  messages: [message],
  workspace: [workspace],
};

interface Forgery {
  lines?: Lines;
  head?: Record<string, unknown>;
  manifest?: Record<string, unknown>;
  /** The content of a part, instead of its lines. */
  part?: (noun: string) => Buffer | null;
  /** Entries more, or others. */
  entries?: { name: string; content?: Buffer; type?: 'symlink'; linkname?: string }[];
}

let folder: string;
let file: string;
let target: TestDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-hostile-'));
  file = join(folder, 'forged.tar');
  openFiles(join(folder, 'files'));
  target = await createTestDatabase();
});

afterAll(async () => {
  await target?.drop();
  await rm(folder, { recursive: true, force: true });
});

/** An archive whose sums are right, but for what is asked for. */
async function forge({ lines = {}, head = {}, manifest = {}, part, entries = [] }: Forgery): Promise<void> {
  const tar = pack();
  const begun = {
    ...{ format: 'parley-export', formatVersion: 1, release: '0.2.0', createdAt: '2026-01-02T03:04:05.678Z' },
    ...{ scope: 'workspace', everything: true, ...head },
  };
  tar.entry({ name: 'parley-export.json' }, JSON.stringify(begun));
  const parts: unknown[] = [];
  const counts: Record<string, number> = {};
  for (const [noun, list] of Object.entries({ ...whole, ...lines })) {
    const content = part?.(noun) ?? gzipSync(list.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const name = `${noun}/000001.jsonl.gz`;
    tar.entry({ name }, content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    parts.push({ name, noun, lines: list.length, bytes: content.length, sha256 });
    counts[noun] = list.length;
  }
  for (const { name, content, type, linkname } of entries)
    tar.entry({ name, ...(type ? { type, linkname: linkname ?? '' } : {}) }, content ?? Buffer.alloc(0));
  const text = JSON.stringify({ ...begun, counts, parts, files: [], ...manifest });
  tar.entry({ name: 'manifest.json' }, text);
  tar.entry({ name: 'manifest.json.sha256' }, createHash('sha256').update(text).digest('hex'));
  tar.finalize();
  const chunks: Buffer[] = [];
  tar.on('data', (chunk) => {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  });
  await once(tar, 'end');
  await writeFile(file, Buffer.concat(chunks));
}

const run = () => importWorkspace({ file, databaseUrl: target.url, migrations });

/** It is refused with a sentence that says this, and nothing is left of it. */
async function expectRefusal(words: string): Promise<void> {
  const failure = await run().catch((error: unknown) => error);
  expect(String(failure)).toContain(words);
  expect(failure).toBeInstanceOf(SetupError);
  const session = new pg.Client({ connectionString: target.url });
  await session.connect();
  const { rows } = await session.query(
    `SELECT (SELECT count(*) FROM "user") + (SELECT count(*) FROM conversation) + (SELECT count(*) FROM import)
       AS left, (SELECT name FROM workspace) AS name`,
  );
  await session.end();
  expect(rows).toEqual([{ left: '0', name: 'Parley' }]);
}

const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));

test.each<[string, Forgery, string]>([
  ['an unknown version', { head: { formatVersion: 2 } }, 'a format that this Parley does not know'],
  ['a path that leads elsewhere', { entries: [{ name: '../../etc/passwd' }] }, 'something foreign'],
  ['an absolute path', { entries: [{ name: '/etc/passwd' }] }, 'something foreign'],
  [
    'a link',
    { entries: [{ name: 'files/x', type: 'symlink', linkname: '/etc/passwd' }] },
    'something other than files',
  ],
  ['a name that is too long', { entries: [{ name: `${'a/'.repeat(80)}b` }] }, 'something other than files'],
  ['the same name twice', { entries: [{ name: 'users/000001.jsonl.gz' }] }, 'users/000001.jsonl.gz twice'],
  [
    'what it does not tell of',
    { entries: [{ name: 'users/000002.jsonl.gz' }] },
    'does not tell of users/000002.jsonl.gz',
  ],
  ['a bomb', { part: (noun) => (noun === 'messages' ? bomb : null) }, 'messages/000001.jsonl.gz cannot be'],
  ['no gzip', { part: () => Buffer.from('[]') }, 'cannot be decompressed'],
  ['fewer lines than it says', { manifest: { counts: { users: 2 } } }, 'fewer users than it says'],
  ['a manifest of its own kind', { manifest: { parts: 'many' } }, 'manifest.json is not valid'],
  ['a password', { lines: { users: [{ ...owner, passwordHash: 'x' }] } }, 'users/000001.jsonl.gz, line 1'],
  ['a name that hides', { lines: { users: [{ ...owner, name: 'Ad\u202ea' }] } }, 'name: This is not allowed'],
  ['a text of another size', { lines: { messages: [{ ...message, body: 'x'.repeat(8_001) }] } }, 'body'],
  ['NUL', { lines: { messages: [{ ...message, body: 'a\u0000b' }] } }, 'cannot be stored'],
  ['no owner', { lines: { users: [{ ...owner, role: 'admin' }] } }, 'no owner who could come in'],
  ['a message of nobody', { lines: { messages: [{ ...message, authorId: id(9) }] } }, 'does not take it'],
  [
    'a time that never was',
    { lines: { users: [{ ...owner, createdAt: '0000-01-01T00:00:00Z' }] } },
    'does not',
  ],
  ['a gap', { lines: { messages: [{ ...message, seq: 2, version: 2 }] } }, 'have gaps'],
  ['members that are not counted', { lines: { members: [] } }, 'not those that it counts'],
  [
    'what is no picture',
    {
      entries: [{ name: `files/${id(7)}`, content: Buffer.from('<svg/>') }],
      manifest: {
        files: [
          {
            ...{ name: `files/${id(7)}`, ownerId: id(1), bytes: 6 },
            sha256: createHash('sha256').update('<svg/>').digest('hex'),
          },
        ],
      },
    },
    `files/${id(7)} is no picture`,
  ],
  ['a double', { lines: { users: [owner, owner] } }, 'does not take it'],
  [
    'a thread of another conversation',
    { lines: { messages: [{ ...message, threadId: id(2), replyCount: 1 }] } },
    'a thread that is not its own',
  ],
])('%s is refused', async (_what, forgery, words) => {
  await forge(forgery);
  await expectRefusal(words);
});

test('what is cut off or altered is refused; whole, it is imported once', async () => {
  await forge({});
  const content = await readFile(file);
  for (const length of [0, 100, 700, 2_000, content.length - 1_500]) {
    await writeFile(file, content);
    await truncate(file, length);
    await expectRefusal('no whole export');
  }
  for (const place of [10, 530, content.indexOf('jsonl.gz') + 600, content.indexOf('"counts"')]) {
    const altered = Buffer.from(content);
    altered[place] = (altered[place] ?? 0) ^ 1;
    await writeFile(file, altered);
    await expectRefusal('Nothing was imported');
  }
  await writeFile(file, content);
  const { owners, resumedAt } = await run();
  expect({ owners, resumedAt }).toEqual({
    owners: [{ name: 'Ada', email: 'ada@example.test' }],
    resumedAt: 0,
  });
  await expect(run()).rejects.toThrow('The database is in use');
});
