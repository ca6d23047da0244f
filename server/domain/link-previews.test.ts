import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ConversationId, clientId, type MessageId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { files, openFiles } from '#platform/files.ts';
import { openLinkPages } from '#platform/link-pages.ts';
import { openRateLimits } from '#platform/rate-limit.ts';
import { bytes, page, servePages, type TestPages } from '#platform/test-pages.ts';
import { parseTrustedProxies } from '#platform/trusted-proxies.ts';
import type { Actor } from './actor.ts';
import { Existing } from './existing.ts';
import { sweepFiles } from './file-removal.ts';
import { findFile } from './files.ts';
import { removePreview, sweepPreviews } from './link-previews.ts';
import { readLinks } from './link-reading.ts';
import { deleteMessage, removeRemains, restoreMessage } from './message-deletion.ts';
import { editMessage } from './message-edits.ts';
import { listChanges, sendMessage } from './messages.ts';
import { createPoll } from './polls.ts';
import { storeChannels, storePeople, storeRole } from './test-people.ts';
import { openTestStore } from './test-store.ts';
import { openThread } from './threads.ts';
import { updateWorkspace } from './workspace.ts';

const { sql } = await openTestStore(8);
const folder = mkdtempSync(join(tmpdir(), 'parley-previews-'));
const picture = await sharp({ create: { width: 800, height: 400, channels: 3, background: '#369' } })
  .png()
  .toBuffer();

let pages: TestPages;
let ada: Actor;
let bo: Actor;
let guest: Actor;
let channel: ConversationId;

beforeAll(async () => {
  openFiles(folder);
  const one = (name: string) =>
    page(`<meta property="og:title" content="${name}"><meta property="og:image" content="/picture.png">`);
  pages = await servePages({
    ...{ '/one': one('One'), '/two': one('Two'), '/three': one('Three'), '/four': one('Four') },
    '/picture.png': bytes('image/png', picture),
    '/empty': page(''),
  });
  openLinkPages({
    allowed: parseTrustedProxies('127.0.0.1') ?? expect.unreachable(),
    ports: null,
    publicUrl: null,
  });
});
afterAll(async () => {
  await pages.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  openRateLimits(1_000_000);
  const [one, two, three] = await storePeople(sql, 3);
  if (!(one && two && three)) throw new Error('Nobody is there');
  [ada, bo] = [await storeRole(sql, one, 'owner'), two];
  guest = await storeRole(sql, three, 'guest');
  [channel = expect.unreachable()] = await storeChannels(sql, 1, [ada, bo]);
  await sql.query('DELETE FROM pgboss.job');
  await sql.query('UPDATE workspace SET link_previews = true');
  pages.asked.length = 0;
});

const at = (path: string) => `${pages.url}/${path}`;
/** An address that nobody asked for before. */
const anew = (path: string) => `${at(path)}?${randomBytes(8).toString('hex')}`;
async function send(body: string, author = ada, to = channel, more = {}): Promise<Message> {
  const sent = await sendMessage(author, {
    conversationId: to,
    clientId: clientId.parse(uuidv4()),
    body,
    ...more,
  });
  return sent instanceof Existing ? sent.value : sent;
}
/** Does the jobs that wait, as any instance would; gives of which messages. */
async function work(): Promise<MessageId[]> {
  const { rows } = await sql.query<{ data: { messageId: MessageId } }>(
    "DELETE FROM pgboss.job WHERE name = 'read-links' RETURNING data",
  );
  for (const { data } of rows) await run(data.messageId);
  return rows.map(({ data }) => data.messageId);
}
const run = (id: MessageId) =>
  readLinks.run({ messageId: id }, { id: uuidv4(), signal: new AbortController().signal });
async function now(id: MessageId, of = channel): Promise<Message> {
  const { items } = await listChanges(ada, { conversationId: of, after: 0, limit: 200 });
  return items.find((message) => message.id === id) ?? expect.unreachable();
}
const titles = async (id: MessageId, of = channel) => (await now(id, of)).previews.map(({ title }) => title);
const count = async (table: string) =>
  (await sql.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)).rows[0]?.count;

test('pages come as one change of the message, the first three of them, each once', async () => {
  const links = ['one', 'two', 'one', 'three', 'four'].map(at);
  const sent = await send(`Look at ${links.join(', ')} and \`${at('four')}\`.`);
  expect(sent.previews).toEqual([]);
  expect(await work()).toEqual([sent.id]);
  const shown = await now(sent.id);
  expect(shown.version).toBe(sent.version + 1);
  expect(shown.seq).toBe(sent.seq);
  expect(shown.previews).toMatchObject([
    { url: at('one'), title: 'One', image: { width: 720, height: 360 } },
    { url: at('two'), title: 'Two' },
    { url: at('three'), title: 'Three' },
  ]);
  expect(pages.asked.map(({ path }) => path)).not.toContain('/four');
  // Again, as when an instance died behind its work: nothing changes.
  await run(sent.id);
  expect(await now(sent.id)).toEqual(shown);
});

test('a text without links asks for nothing, nor does one whose links lead to nothing change', async () => {
  const [plain, code, quoted, poll] = [
    await send('no link: http//'),
    await send(`in code: \`${at('one')}\``),
    await send(`https://chat.example/c/${channel}?message=1`),
    await createPoll(ada, {
      ...{
        conversationId: channel,
        clientId: clientId.parse(uuidv4()),
        question: at('one'),
        options: ['a', 'b'],
      },
      ...{ multiple: false, anonymous: false, closesAt: null },
    }),
  ];
  const empty = await send(anew('empty'));
  const gone = await send(anew('missing'));
  await work();
  if (poll instanceof Existing) throw new Error('This poll is new');
  for (const message of [plain, code, quoted, poll, empty, gone])
    expect(await now(message.id)).toEqual(message);
  expect(await count("pgboss.job WHERE name = 'read-links'")).toBe(0);
});

test('messages in threads, with mentions and copies are read, too', async () => {
  const root = await send('root');
  const thread = await openThread(ada, { id: root.id });
  const id = thread instanceof Existing ? thread.value.id : thread.id;
  const reply = await send(`@channel ${at('one')}`, ada, id, { alsoInParent: true });
  const done = await work();
  expect(done).toHaveLength(2);
  expect(await titles(reply.id, id)).toEqual(['One']);
  const copy = done.find((each) => each !== reply.id) ?? expect.unreachable();
  expect(await titles(copy)).toEqual(['One']);
});

test('a page is read once for many messages, until a day has gone', async () => {
  const link = anew('one');
  const sent = [await send(link), await send(`${link}#part`), await send(link, bo)];
  await Promise.all(sent.map(({ id }) => run(id)));
  const asked = () => pages.asked.filter(({ path }) => path === link.slice(pages.url.length)).length;
  expect(asked()).toBe(1);
  const ids = await Promise.all(sent.map(async ({ id }) => (await now(id)).previews[0]?.id));
  expect(new Set(ids).size).toBe(1);
  await sql.query("UPDATE link_preview SET expires_at = now() - interval '1 minute'");
  const later = await send(link);
  await run(later.id);
  expect(asked()).toBe(2);
  expect((await now(later.id)).previews[0]?.id).not.toBe(ids[0]);
});

test('what leads nowhere is left alone for a while', async () => {
  const link = anew('missing');
  for (const { id } of [await send(link), await send(link)]) await run(id);
  expect(pages.asked).toHaveLength(1);
});

test('an edit takes away what its text does not link to, and reads what is new', async () => {
  const sent = await send(`${at('one')} ${at('two')}`);
  await work();
  const edited = await editMessage(ada, { id: sent.id, body: `${at('three')} ${at('two')}` });
  expect(edited.previews.map(({ title }) => title)).toEqual(['Two']);
  await work();
  expect(await titles(sent.id)).toEqual(['Three', 'Two']);
  const without = await editMessage(ada, { id: sent.id, body: 'nothing' });
  expect(without.previews).toEqual([]);
  expect(await count(`message_preview WHERE message_id = '${sent.id}'`)).toBe(0);
});

test('an edit between reading and showing has the last word', async () => {
  const sent = await send(at('one'));
  const reading = run(sent.id);
  await editMessage(ada, { id: sent.id, body: 'never mind' });
  await reading;
  expect(await titles(sent.id)).toEqual([]);
});

test('what its author takes away stays away; others may only as they may delete', async () => {
  const sent = await send(`${at('one')} ${at('two')}`, bo);
  await work();
  const [first, second] = (await now(sent.id)).previews;
  if (!(first && second)) throw new Error('There are no previews');
  const left = await removePreview(bo, { id: sent.id, previewId: first.id });
  expect(left.previews).toEqual([second]);
  expect((await removePreview(bo, { id: sent.id, previewId: first.id })).version).toBe(left.version);
  await run(sent.id);
  await editMessage(bo, { id: sent.id, body: `${at('one')} ${at('two')} again` });
  await work();
  expect(await titles(sent.id)).toEqual(['Two']);
  const [, , other] = await storePeople(sql, 3);
  if (!other) throw new Error('Nobody is there');
  await expect(removePreview(other, { id: sent.id, previewId: second.id })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(removePreview(guest, { id: sent.id, previewId: second.id })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect((await removePreview(ada, { id: sent.id, previewId: second.id })).previews).toEqual([]);
});

test('a deleted message shows nothing, has it again when it comes back, and lets it go for good', async () => {
  const sent = await send(anew('one'));
  await work();
  const shown = await now(sent.id);
  expect((await deleteMessage(ada, { id: sent.id })).previews).toEqual([]);
  expect((await restoreMessage(ada, { id: sent.id })).previews).toEqual(shown.previews);
  await deleteMessage(ada, { id: sent.id });
  await run(sent.id);
  await sql.query("UPDATE message_deletion SET deleted_at = now() - interval '1 hour'");
  await removeRemains();
  expect(await count(`message WHERE id = '${sent.id}' AND previews IS NOT NULL`)).toBe(0);
  expect(await count(`message_preview WHERE message_id = '${sent.id}'`)).toBe(0);
});

test('the workspace switches them off', async () => {
  await updateWorkspace(ada, { linkPreviews: false });
  const sent = await send(at('one'));
  expect(await work()).toEqual([]);
  await run(sent.id);
  expect(await titles(sent.id)).toEqual([]);
  expect(pages.asked).toEqual([]);
});

test('its picture is for those who may read the message, and only by it', async () => {
  const sent = await send(anew('one'));
  const other = await send('without');
  await work();
  const id = (await now(sent.id)).previews[0]?.image?.id ?? expect.unreachable();
  for (const actor of [ada, bo])
    expect(await findFile(actor, { id, messageId: sent.id })).toMatchObject({ name: id, type: 'image/webp' });
  const refused = { code: 'not_found' };
  await expect(findFile(guest, { id, messageId: sent.id })).rejects.toMatchObject(refused);
  await expect(findFile(ada, { id, messageId: other.id })).rejects.toMatchObject(refused);
  await expect(findFile(ada, { id })).rejects.toMatchObject(refused);
  await expect(findFile(null, { id, messageId: sent.id })).rejects.toMatchObject({ code: 'unauthenticated' });
  const file = await files().open(id);
  expect(file?.bytes).toBeGreaterThan(0);
  await file?.close();
  await deleteMessage(ada, { id: sent.id });
  await expect(findFile(ada, { id, messageId: sent.id })).rejects.toMatchObject(refused);
});

test('what no message shows is removed with its picture, and what one shows stays', async () => {
  const [kept, left] = [await send(anew('one')), await send(anew('two'))];
  await work();
  const idOf = async (id: MessageId) => (await now(id)).previews[0]?.image?.id ?? expect.unreachable();
  const [keptImage, leftImage] = [await idOf(kept.id), await idOf(left.id)];
  await editMessage(ada, { id: left.id, body: 'never mind' });
  await sql.query("UPDATE link_preview SET expires_at = now() - interval '2 hours'");
  await sweepPreviews(new AbortController().signal);
  // The sweep of all files knows them, too.
  await sweepFiles(new Date(Date.now() + 60_000), new AbortController().signal);
  expect(await files().open(leftImage)).toBeNull();
  const file = await files().open(keptImage);
  expect(file).not.toBeNull();
  await file?.close();
  expect(await titles(kept.id)).toEqual(['One']);
});

test('nobody has pages read without end', async () => {
  openRateLimits(0.1);
  const links = Array.from({ length: 6 }, () => anew('one'));
  for (const link of links) await run((await send(link)).id);
  expect(pages.asked.filter(({ path }) => path.startsWith('/one'))).toHaveLength(3);
  await run((await send(links[5] ?? '', bo)).id);
  expect(pages.asked.filter(({ path }) => path.startsWith('/one'))).toHaveLength(4);
});
