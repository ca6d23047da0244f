import { v4 as uuidv4 } from 'uuid';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type ConversationId, clientId, type MessageId } from '#contract/ids.ts';
import { searchQuery } from '#contract/search.ts';
import type { Actor } from './actor.ts';
import { createConversation } from './conversations.ts';
import { addMember, removeMember } from './members.ts';
import { deleteMessage } from './message-deletion.ts';
import { editMessage } from './message-edits.ts';
import { sendMessage } from './messages.ts';
import { searchMessages } from './search.ts';
import { indexSome } from './search-index.ts';
import { storePeople } from './test-people.ts';
import { statementsOf } from './test-plans.ts';
import { openTestStore } from './test-store.ts';

// What is found of words that others looked for before is what everyone finds by themselves.

const { sql } = await openTestStore(6);
const [ada, ben, cy] = (await storePeople(sql, 3)) as [Actor, Actor, Actor];
let open: ConversationId;
let secret: ConversationId;
/** Of a test: nobody else looks for it. */
let word = '';
let words = 0;

beforeAll(async () => {
  [open, secret] = [await make('public'), await make('private')];
});
beforeEach(() => {
  words += 1;
  word = `badger${String.fromCharCode(96 + words).repeat(3)}`;
});

async function make(kind: 'public' | 'private'): Promise<ConversationId> {
  const answer = await createConversation(ada, { kind, name: `${kind} badgers`, memberIds: [ben.userId] });
  return ('value' in answer ? answer.value : answer).id;
}

async function say(conversationId: ConversationId, body: string): Promise<MessageId> {
  const answer = await sendMessage(ada, { conversationId, clientId: clientId.parse(uuidv4()), body });
  return ('value' in answer ? answer.value : answer).id;
}

async function takeAllIn(): Promise<void> {
  while (await indexSome(null));
}

const search = (as: Actor, limit: number, cursor?: string | null) =>
  searchMessages(as, searchQuery.parse({ q: word, limit, ...(cursor ? { cursor } : {}) }));

async function found(as: Actor, limit = 20): Promise<string[]> {
  return (await search(as, limit)).items.map(({ message }) => message.body);
}

/** From page to page to the end. */
async function foundByPages(as: Actor, limit: number): Promise<string[]> {
  const bodies: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await search(as, limit, cursor);
    bodies.push(...page.items.map(({ message }) => message.body));
    cursor = page.nextCursor;
  } while (cursor);
  return bodies;
}

/** One after the other, newest first. */
async function sayMany(count: number): Promise<string[]> {
  const bodies: string[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const place = nth % 3 === 0 ? open : secret;
    const body = `${word} ${nth} ${place === open ? 'open' : 'secret'}`;
    await say(place, body);
    bodies.unshift(body);
  }
  return bodies;
}

const isOpen = (body: string) => body.endsWith('open');

test('each finds what they may see of it, on every page', async () => {
  const bodies = await sayMany(40);
  await takeAllIn();
  for (let time = 0; time < 3; time += 1)
    for (const limit of [3, 7, 50]) {
      expect(await foundByPages(ben, limit)).toEqual(bodies);
      expect(await foundByPages(cy, limit)).toEqual(bodies.filter(isOpen));
    }
});

test('also where the newest of it are not theirs', async () => {
  await say(open, `${word} of old, open`);
  for (let nth = 0; nth < 120; nth += 1) await say(secret, `${word} ${nth} secret`);
  await takeAllIn();
  for (let time = 0; time < 3; time += 1) {
    expect(await found(ben)).toHaveLength(20);
    expect(await found(cy)).toEqual([`${word} of old, open`]);
  }
});

test('the index is asked once for all', async () => {
  await sayMany(9);
  await takeAllIn();
  await found(ben);
  await found(ben);
  const made = await statementsOf(() => Promise.all([found(ada), found(ben), found(cy), found(ada)]));
  expect(made.filter(({ text }) => text.includes('message_search'))).toEqual([]);
});

test('what is said, edited, deleted and let in since is known at once', async () => {
  await sayMany(6);
  await takeAllIn();
  for (let time = 0; time < 3; time += 1) expect(await found(cy)).toHaveLength(2);
  const [later, gone] = [await say(open, `${word} later open`), await say(open, `${word} gone open`)];
  expect(await found(cy)).toEqual([
    ...[`${word} gone open`, `${word} later open`],
    ...[`${word} 3 open`, `${word} 0 open`],
  ]);
  await editMessage(ada, { id: later, body: `${word} edited open` });
  await deleteMessage(ada, { id: gone });
  const kept = [`${word} edited open`, `${word} 3 open`, `${word} 0 open`];
  expect(await found(cy)).toEqual(kept);
  await takeAllIn();
  for (let time = 0; time < 3; time += 1) expect(await found(cy)).toEqual(kept);
  await editMessage(ada, { id: later, body: 'something else' });
  expect(await found(cy)).toEqual(kept.slice(1));
  await addMember(ada, { conversationId: secret, userId: cy.userId });
  expect(await found(cy)).toHaveLength(6);
  await removeMember(ada, { conversationId: secret, userId: cy.userId });
  expect(await found(cy)).toEqual(kept.slice(1));
});
