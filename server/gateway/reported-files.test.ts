import sharp from 'sharp';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MessageFile, messageFile } from '#contract/files.ts';
import { type Person, signUp } from './testing/people.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
let cy: Person;

beforeAll(async () => {
  server = await startTestServer();
  ada = await signUp(server.url, 'Ada');
  ben = await signUp(server.url, 'Ben');
  cy = await signUp(server.url, 'Cy');
});
afterAll(() => server?.close());

async function upload(person: Person, name: string, body: Uint8Array): Promise<MessageFile> {
  const response = await fetch(`${server.url}/api/v1/files?name=${name}`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { 'Content-Type': 'application/octet-stream', ...person.headers },
  });
  return messageFile.parse(await response.json());
}

async function statusOf(person: { headers: Record<string, string> } | null, id: string, query = '') {
  const response = await fetch(`${server.url}/api/v1/files/${id}${query}`, {
    headers: { ...person?.headers },
  });
  await response.arrayBuffer();
  return response.status;
}

const picture = () =>
  sharp({ create: { width: 800, height: 400, channels: 3, background: '#c33' } })
    .png()
    .toBuffer();
const send = (person: Person, conversationId: string, files: MessageFile[]) =>
  person.call('message:send', {
    ...{ conversationId, clientId: uuidv7(), body: 'look' },
    fileIds: files.map(({ id }) => id),
  });
const reportOf = async (person: Person, id: string) =>
  (await person.call('report:list', {})).items.find((one) => one.id === id);

test('whoever looks after reports has the files of a reported message, by its report and no other', async () => {
  const den = await ben.call('conversation:create', { kind: 'private', name: 'den', memberIds: [cy.id] });
  const [image, text, other] = [
    await upload(cy, 'wall.png', await picture()),
    await upload(cy, 'words.txt', Buffer.from('rude')),
    await upload(cy, 'other.txt', Buffer.from('kind')),
  ];
  const message = await send(cy, den.id, [image, text]);
  await send(cy, den.id, [other]);
  const { id } = await ben.call('report:create', { messageId: message.id, reason: 'hate' });
  expect((await reportOf(ada, id))?.files).toEqual([image, text]);
  const query = `?reportId=${id}`;
  expect(await statusOf(ada, image.id)).toBe(404);
  expect(await statusOf(ada, image.id, query)).toBe(200);
  expect(await statusOf(ada, image.id, `${query}&size=preview`)).toBe(200);
  expect(await statusOf(ada, text.id, query)).toBe(200);
  expect(await statusOf(ada, text.id, `${query}&size=preview`)).toBe(404);
  // Not another file, not by another report, nor for anybody else.
  expect(await statusOf(ada, other.id, query)).toBe(404);
  expect(await statusOf(ada, image.id, `?reportId=${uuidv7()}`)).toBe(404);
  expect(await statusOf(ben, image.id, query)).toBe(404);
  expect(await statusOf(ben, image.id)).toBe(200);
  expect(await statusOf(null, image.id, query)).toBe(401);
  const { secret } = await ada.call('token:create', { name: 'reader', scopes: ['read'] });
  const reader = { headers: { Authorization: `Bearer ${secret}` } };
  expect(await statusOf(reader, image.id, query)).toBe(403);
  await cy.call('message:delete', { id: message.id });
  expect(await statusOf(ada, image.id, query)).toBe(404);
  expect(await reportOf(ada, id)).toMatchObject({ body: 'look', current: null, files: [] });
});

test('a report about an admin’s own message gives them nothing', async () => {
  const kim = await signUp(server.url, 'Kim');
  const den = await ben.call('conversation:create', { kind: 'private', name: 'pit', memberIds: [kim.id] });
  const file = await upload(kim, 'wall.png', await picture());
  const message = await send(kim, den.id, [file]);
  await ada.call('user:set-role', { id: kim.id, role: 'admin' });
  const { id } = await ben.call('report:create', { messageId: message.id, reason: 'hate' });
  expect(await statusOf(kim, file.id, `?reportId=${id}`)).toBe(404);
  expect(await statusOf(ada, file.id, `?reportId=${id}`)).toBe(200);
});
