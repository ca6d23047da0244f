import { setTimeout as delay } from 'node:timers/promises';
import { v4 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteAcknowledgement, noteIntent } from '#e2e/torture/journal.ts';
import type { TortureUser } from '#e2e/torture/users.ts';
import { callHttp } from '#gateway/testing/http.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { absences, allLive, startTalk, type Talk } from './talk.ts';

const clientCount = 100;
let cluster: Cluster;
let talk: Talk;

beforeAll(async () => {
  cluster = await startCluster();
  talk = await startTalk(cluster, clientCount);
  await allLive(talk.live, 60_000);
});
afterAll(async () => {
  await talk?.stop();
  await cluster?.remove();
});

/** How often clients came back after a loss, all together. */
const returns = () => talk.live.reduce((sum, { counts }) => sum + counts.reconnects, 0);

test('an instance that is killed under load loses and doubles nothing, and its clients are back at once', async () => {
  await talk.while(async () => {
    await delay(3_000);
    const { lost, longestMs } = await absences(talk.live, async () => {
      await cluster.instances[0]?.kill(6_000);
      await cluster.instances[0]?.ready();
    });
    // It had about a third of them.
    expect(lost).toBeGreaterThan(clientCount / 10);
    // The promise to people; several times what it takes on a quiet machine.
    expect(longestMs).toBeLessThan(5_000);
  });
  await talk.compare();
});

test('a rolling restart of all instances while everybody chats fails no send', async () => {
  const before = returns();
  const [user] = talk.users;
  const [conversationId] = talk.conversationIds;
  if (!(user && conversationId)) throw new Error('Nobody is there.');
  let isOver = false;
  await talk.while(async () => {
    const strict = sendOnce(user, conversationId, () => isOver);
    for (const instance of cluster.instances) {
      expect(await instance.stop()).toMatchObject({ code: 0 });
      await instance.start();
      // Until the proxy has seen it again.
      await delay(2_500);
    }
    isOver = true;
    const { sent, refused } = await strict;
    expect(refused).toEqual([]);
    expect(sent).toBeGreaterThan(20);
  });
  expect(returns() - before).toBeGreaterThanOrEqual(talk.live.length * 0.9);
  await talk.compare();
});

test('after 20 seconds without Redis, and a restart of PostgreSQL, everything is as it should be', async () => {
  await talk.while(async () => {
    await delay(1_000);
    await cluster.redis.kill();
    await delay(20_000);
    await cluster.redis.start();
    await delay(3_000);
    await cluster.database.kill('everything');
    await cluster.database.start();
    await delay(3_000);
  });
  await talk.compare();
  for (const { complaints } of cluster.instances) expect(complaints).toEqual([]);
});

/** A program that never tries again: every send over REST must succeed. Gives how many did, and the words to the others. */
async function sendOnce(user: TortureUser, conversationId: string, isOver: () => boolean) {
  const refused: string[] = [];
  let sent = 0;
  while (!isOver()) {
    const input = { conversationId, clientId: uuid(), body: `strict ${sent}` };
    const intent = noteIntent(talk.journal, { ...input, sender: 'strict', authorId: user.id });
    try {
      const message = await callHttp(cluster.url, 'message:send', input, user.headers);
      noteAcknowledgement(talk.journal, intent, message);
      sent += 1;
    } catch (error) {
      refused.push(String(error));
    }
    await delay(100);
  }
  return { sent, refused };
}
