import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestSocket } from '#gateway/testing/socket.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { type ClusterPerson, people } from './people.ts';

let cluster: Cluster;
let ada: ClusterPerson;
let ben: ClusterPerson;
/** Each on an instance of their own. */
let [onFirst, onSecond]: TestSocket[] = [];

beforeAll(async () => {
  cluster = await startCluster();
  [ada, ben] = await people(cluster, ['Ada', 'Ben']);
});
afterAll(async () => {
  onFirst?.close();
  onSecond?.close();
  await cluster?.remove();
});

async function channelOfBoth() {
  const name = `channel ${crypto.randomUUID().slice(0, 8)}`;
  const { id } = await ada.call('conversation:create', { kind: 'private', name, memberIds: [ben.id] });
  return { conversationId: id };
}

const saying = (body: string) => ({ clientId: crypto.randomUUID(), body });

test('two people on different instances chat, see each other there, and see each other type', async () => {
  // Of a try before, whose socket would be online still.
  onFirst?.close();
  onSecond?.close();
  [onFirst, onSecond] = [await ada.connect(0), await ben.connect(1)];
  const channel = await channelOfBoth();
  await onFirst.hear('conversation', ({ id }) => id === channel.conversationId);
  await onSecond.hear('conversation', ({ id }) => id === channel.conversationId);

  const hello = await onFirst.call('message:send', { ...channel, ...saying('Hello, Ben') });
  const heard = await onSecond.hear(
    'changes',
    ({ conversationId }) => conversationId === channel.conversationId,
  );
  expect(heard.items).toEqual([hello]);
  const answer = await onSecond.call('message:send', { ...channel, ...saying('Hello, Ada') });
  expect(answer.seq).toBe(2);
  await onFirst.hear('changes', ({ items }) => items.some(({ id }) => id === answer.id));

  // Instances tell each other who came a moment later; who watches hears that then.
  const { items } = await onFirst.call('presence:watch', { userIds: [ben.id] });
  if (items[0]?.status !== 'online')
    await onFirst.hear('presence', ({ userId, status }) => userId === ben.id && status === 'online');
  await onSecond.call('presence:set', { status: 'away' });
  await onFirst.hear('presence', ({ userId, status }) => userId === ben.id && status === 'away');
  onFirst.forget();
  await onSecond.call('presence:set', { status: 'online' });
  await onFirst.hear('presence', ({ userId, status }) => userId === ben.id && status === 'online');

  await onSecond.call('typing', channel);
  await onFirst.hear('typing', ({ userId }) => userId === ben.id);
});

test('whoever is removed on one instance hears nothing more on another', async () => {
  if (!(onFirst && onSecond)) throw new Error('Nobody is connected.');
  const channel = await channelOfBoth();
  await onSecond.hear('conversation', ({ id }) => id === channel.conversationId);
  await onFirst.call('message:send', { ...channel, ...saying('Ben still reads this') });
  await onSecond.hear('changes', ({ conversationId }) => conversationId === channel.conversationId);

  await onFirst.call('member:remove', { ...channel, userId: ben.id });
  const secret = await onFirst.call('message:send', { ...channel, ...saying('and this no more') });
  await onSecond.hear('conversation:left', ({ id }) => id === channel.conversationId);
  // What another instance announces after that comes behind it: this is received last, so nothing is on its way.
  const other = await channelOfBoth();
  await onFirst.call('message:send', { ...other, ...saying('the last one') });
  await onSecond.hear('changes', ({ conversationId }) => conversationId === other.conversationId);
  const heard = onSecond.all('changes').flatMap(({ items }) => items.map(({ id }) => id));
  expect(heard).not.toContain(secret.id);
});

test('a session that ends on one instance ends its sockets on every other', async () => {
  const devices = [await ben.connect(1), await ben.connect(2)];
  await signOut(cluster, ben);
  for (const device of devices) {
    await device.closed;
    expect(device.all('session:ended')).toEqual([{ reason: 'signed_out' }]);
  }
  await expect(ben.connect(0)).rejects.toThrow(/unauthenticated/);
  expect(onFirst?.socket.connected).toBe(true);
});

/** As the browser does it: a token against forgery, then the form; through the proxy. */
async function signOut({ url }: Cluster, { headers }: ClusterPerson): Promise<void> {
  const asked = await fetch(`${url}/api/auth/csrf`, { headers });
  const { csrfToken }: { csrfToken: string } = await asked.json();
  const own = asked.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const answer = await fetch(`${url}/api/auth/signout`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: [headers.Cookie, ...own].join('; '), origin: url },
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  });
  expect(answer.status).toBe(200);
}
