import { pino } from 'pino';
import { v4 as uuidv4 } from 'uuid';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type ConversationId, clientId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { type SearchInput, searchQuery } from '#contract/search.ts';
import type { Actor } from './actor.ts';
import { deleteConversation, eraseConversation } from './conversation-deletion.ts';
import { createConversation } from './conversations.ts';
import { encodeCursor } from './cursors.ts';
import { addMember, removeMember } from './members.ts';
import { deleteMessage } from './message-deletion.ts';
import { editMessage } from './message-edits.ts';
import { sendMessage } from './messages.ts';
import { addReaction, removeReaction } from './reactions.ts';
import { searchMessages } from './search.ts';
import { indexLag, indexSome, sweepSome } from './search-index.ts';
import { startIndexer } from './search-indexer.ts';
import { storeHistory, storePeople } from './test-people.ts';
import { openTestStore } from './test-store.ts';
import { openThread } from './threads.ts';

const silent = pino({ level: 'silent' });
const { sql, url } = await openTestStore(6);
const [ada, ben, cy] = (await storePeople(sql, 3)) as [Actor, Actor, Actor];

let names = 0;
let open: ConversationId;
let secret: ConversationId;
let direct: ConversationId;

beforeEach(async () => {
  open = await make({ kind: 'public', name: `open ${++names}` });
  secret = await make({ kind: 'private', name: `secret ${names}` });
  direct = await make({ kind: 'direct' });
});

async function make(
  kind: { kind: 'public' | 'private'; name: string } | { kind: 'direct' },
): Promise<ConversationId> {
  const answer = await createConversation(ada, { ...kind, memberIds: [ben.userId] });
  return ('value' in answer ? answer.value : answer).id;
}

async function say(conversationId: ConversationId, body: string, as: Actor = ada): Promise<Message> {
  const answer = await sendMessage(as, { conversationId, clientId: clientId.parse(uuidv4()), body });
  return 'value' in answer ? answer.value : answer;
}

async function takeAllIn(): Promise<void> {
  while (await indexSome(null));
}

const search = (as: Actor, q: string, more: Partial<SearchInput> = {}) =>
  searchMessages(as, searchQuery.parse({ q, ...more }));

async function found(as: Actor, q: string, more: Partial<SearchInput> = {}): Promise<string[]> {
  return (await search(as, q, more)).items.map(({ message }) => message.body);
}

/** The same question before the index has anything of it, and after. */
async function twice(work: () => Promise<void>): Promise<void> {
  await work();
  await takeAllIn();
  await work();
}

describe('what may be seen', () => {
  test('nothing is found of conversations that one is not in, but for public channels', async () => {
    await say(secret, 'walrus in private');
    await say(direct, 'walrus between us');
    await say(open, 'walrus for everyone');
    await twice(async () => {
      expect(await found(ben, 'walrus')).toEqual([
        'walrus for everyone',
        'walrus between us',
        'walrus in private',
      ]);
      expect(await found(cy, 'walrus')).toEqual(['walrus for everyone']);
    });
  });

  test('a word that only others have is found by no part of it, no slip of the keys, and no count', async () => {
    await say(secret, 'pangolin acquisition');
    await twice(async () => {
      for (const q of ['pangolin', 'pango', 'angol', 'pangolni', 'pangolin -x', '-nothing pangolin']) {
        expect(await search(cy, q), q).toEqual({
          items: [],
          nextCursor: null,
          isSimilar: false,
          isComplete: true,
        });
        expect(await found(ben, q), q).toEqual(['pangolin acquisition']);
      }
    });
  });

  test('joining shows what was there, and removal hides it at once', async () => {
    await say(secret, 'ocelot plans');
    await takeAllIn();
    expect(await found(cy, 'ocelot')).toEqual([]);
    await addMember(ada, { conversationId: secret, userId: cy.userId });
    expect(await found(cy, 'ocelot')).toEqual(['ocelot plans']);
    await removeMember(ada, { conversationId: secret, userId: cy.userId });
    expect(await found(cy, 'ocelot')).toEqual([]);
  });

  test('what is said in a thread is found by those who see what it hangs on, and there', async () => {
    const roots = { secret: await say(secret, 'root'), open: await say(open, 'root') };
    for (const root of Object.values(roots)) {
      const thread = await openThread(ada, { id: root.id });
      await say(('value' in thread ? thread.value : thread).id, `wombat in ${root.conversationId}`);
    }
    await twice(async () => {
      expect(await found(ben, 'wombat')).toEqual([`wombat in ${open}`, `wombat in ${secret}`]);
      expect(await found(cy, 'wombat')).toEqual([`wombat in ${open}`]);
      expect(await found(ben, 'wombat', { conversationId: secret })).toEqual([`wombat in ${secret}`]);
      expect(await found(ben, `wombat in:"open ${names}"`)).toEqual([`wombat in ${open}`]);
    });
  });

  test('a conversation that one may not see is told as none, and so are its author and its days', async () => {
    await say(secret, 'quokka');
    await expect(search(cy, 'quokka', { conversationId: secret })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await found(cy, 'on:today quokka', { authorId: ada.userId })).toEqual([]);
    await expect(search(cy, `in:"secret ${names}" quokka`)).rejects.toMatchObject({ code: 'invalid' });
    expect(await found(ben, `in:"secret ${names}" quokka`)).toEqual(['quokka']);
  });
});

describe('what changes', () => {
  test('an edited message is found by its new words only, a deleted one by none', async () => {
    const message = await say(open, 'axolotl');
    await takeAllIn();
    await editMessage(ada, { id: message.id, body: 'narwhal' });
    await twice(async () => {
      expect(await found(ben, 'axolotl')).toEqual([]);
      expect(await found(ben, 'narwhal')).toEqual(['narwhal']);
    });
    await deleteMessage(ada, { id: message.id });
    await twice(async () => expect(await found(ben, 'narwhal')).toEqual([]));
    const { rows } = await sql.query("SELECT term FROM search_term WHERE term IN ('axolotl', 'narwhal')");
    expect(rows, 'words that no message has').toEqual([]);
  });

  test('has:reaction follows the reactions', async () => {
    const message = await say(open, 'capybara');
    await addReaction(ben, { messageId: message.id, emoji: '👍' });
    await twice(async () => expect(await found(ben, 'capybara has:reaction')).toEqual(['capybara']));
    await removeReaction(ben, { messageId: message.id, emoji: '👍' });
    await twice(async () => expect(await found(ben, 'capybara has:reaction')).toEqual([]));
  });

  test('of a deleted conversation nothing is found, and nothing is left', async () => {
    await say(open, 'dugong one');
    await takeAllIn();
    await deleteConversation(ada, { conversationId: open });
    expect(await found(ben, 'dugong')).toEqual([]);
    await eraseConversation.run({ conversationId: open }, { id: '', signal: new AbortController().signal });
    while (await sweepSome());
    const { rows } = await sql.query(
      `SELECT message_id::text AS left FROM message_search WHERE conversation_id = $1
       UNION ALL SELECT conversation_id::text FROM search_cursor WHERE conversation_id = $1
       UNION ALL SELECT term FROM search_term WHERE term = 'dugong'`,
      [open],
    );
    expect(rows).toEqual([]);
  });
});

describe('the index follows', () => {
  test('a long history is taken in by batches, and the newest is found meanwhile', async () => {
    await storeHistory(sql, open, [ada, ben], 1_000);
    await say(open, 'tapir at the end');
    expect(await indexLag()).toEqual({ conversations: 1, changes: 1_001 });
    const page = await search(ben, 'tapir', { conversationId: open });
    expect(page).toMatchObject({ isComplete: false, items: [{ message: { body: 'tapir at the end' } }] });
    expect(await indexSome(null)).toBe(300);
    expect(await indexLag()).toEqual({ conversations: 1, changes: 701 });
    await takeAllIn();
    expect(await indexLag()).toEqual({ conversations: 0, changes: 0 });
    expect(await search(ben, '"message 1"', { conversationId: open })).toMatchObject({
      isComplete: true,
      items: [{ message: { seq: 1 } }],
    });
  });

  test('what is said now goes before a long history', async () => {
    await storeHistory(sql, secret, [ada, ben], 500);
    await say(open, 'first in');
    await indexSome(null);
    expect(await indexLag()).toMatchObject({ conversations: 1 });
    const { rows } = await sql.query('SELECT version FROM search_cursor WHERE conversation_id = $1', [open]);
    expect(rows).toEqual([{ version: 1 }]);
    await takeAllIn();
  });

  test('of several instances one works at a time, and each message is counted once', async () => {
    vi.resetModules();
    const [platform, index] = await Promise.all([
      import('#platform/database.ts'),
      import('./search-index.ts'),
    ]);
    const second = platform.openDatabase(url, 4, silent);
    try {
      await storeHistory(sql, secret, [ada, ben], 900);
      const turns = async (work: typeof indexSome) => {
        for (let taken: number | null = null; taken !== 0; ) taken = await work(null);
      };
      await Promise.all([turns(indexSome), turns(index.indexSome)]);
    } finally {
      await second.close();
    }
    const { rows } = await sql.query(
      `SELECT count(*)::int AS stored, (SELECT messages FROM search_term WHERE term = ':0') AS counted FROM message_search`,
    );
    expect(rows[0].counted).toBe(rows[0].stored);
  });

  test('the indexer takes in what is said, by itself, and stops when it is told to', async () => {
    await say(open, 'before it ran');
    const stop = startIndexer(silent);
    await expect.poll(indexLag, { timeout: 10_000 }).toEqual({ conversations: 0, changes: 0 });
    await say(open, 'while it ran');
    await expect.poll(indexLag, { timeout: 10_000 }).toEqual({ conversations: 0, changes: 0 });
    await stop();
    await say(open, 'after it');
    expect(await indexLag()).toEqual({ conversations: 1, changes: 1 });
  });
});

describe('filters and pages', () => {
  test('by whom, where and when', async () => {
    await say(open, 'lemur one', ada);
    await say(open, 'lemur two', ben);
    await say(direct, 'lemur three', ben);
    const { rows } = await sql.query<{ handle: string }>('SELECT handle FROM "user" WHERE id = $1', [
      ben.userId,
    ]);
    const handle = rows[0]?.handle;
    await sql.query(`UPDATE message SET created_at = '2024-03-31T22:30:00Z' WHERE body = 'lemur two'`);
    await twice(async () => {
      expect(await found(ada, 'lemur from:me')).toEqual(['lemur one']);
      expect(await found(ada, `lemur from:@${handle}`)).toEqual(['lemur three', 'lemur two']);
      expect(await found(ada, `lemur in:"open ${names}"`)).toEqual(['lemur one', 'lemur two']);
      expect(await found(ada, `lemur in:@${handle}`)).toEqual(['lemur three']);
      expect(await found(ada, `lemur in:@${handle} in:"#open ${names}"`)).toHaveLength(3);
      expect(await found(ada, 'lemur on:2024-03-31')).toEqual(['lemur two']);
      expect(await found(ada, 'lemur on:2024-03-31', { timeZone: 'Europe/Berlin' })).toEqual([]);
      expect(await found(ada, 'lemur on:2024-04-01', { timeZone: 'Europe/Berlin' })).toEqual(['lemur two']);
      expect(await found(ada, 'lemur before:2024-04-01')).toEqual(['lemur two']);
      expect(await found(ada, 'lemur after:2024-03-31')).toEqual(['lemur three', 'lemur one']);
      expect(await found(ada, 'lemur', { before: '2024-03-31T22:30:00Z' })).toEqual([]);
      expect(await found(ada, 'lemur', { after: '2024-03-31T22:30:00Z' })).toHaveLength(3);
    });
  });

  test('pages follow each other without a gap or a repetition, whatever is in the index', async () => {
    for (let count = 0; count < 15; count += 1) await say(open, `ibex ${count}`);
    await takeAllIn();
    for (let count = 15; count < 25; count += 1) await say(open, `ibex ${count}`);
    const bodies: string[] = [];
    let cursor: string | null | undefined;
    for (let pages = 0; cursor !== null; pages += 1) {
      const page = await search(ben, 'ibex', { limit: 7, ...(cursor === undefined ? {} : { cursor }) });
      bodies.push(...page.items.map(({ message }) => message.body));
      cursor = page.nextCursor;
      expect(pages).toBeLessThan(5);
      if (pages === 0) await takeAllIn();
    }
    expect(bodies).toEqual(Array.from({ length: 25 }, (_, index) => `ibex ${24 - index}`));
  });

  test('a cursor of a time that no message has is none', async () => {
    for (const time of [
      '-200000-01-01T00:00:00.000Z',
      '+275760-09-13T00:00:00.000Z',
      '~-200000-01-01T00:00:00.000Z',
      '1',
    ])
      await expect(
        search(ben, 'ibex', { cursor: encodeCursor([time, uuidv4()]) }),
        time,
      ).rejects.toMatchObject({
        code: 'invalid',
      });
  });

  test('what was found is marked where it stands in the text', async () => {
    await say(open, 'Ein Gürteltier, gürteltiere und ＧＵＲＴＥＬ');
    await say(direct, 'see https://example.org/tiere/gurtel?lang=de');
    await twice(async () => {
      const [link] = (await search(ben, 'gurtel', { conversationId: direct })).items;
      expect(link?.highlights).toEqual([[30, 36]]);
      const [hit] = (await search(ben, 'gurtel', { conversationId: open })).items;
      expect(hit?.highlights.map(([start, end]) => hit.message.body.slice(start, end))).toEqual([
        'Gürteltier',
        'gürteltiere',
        'ＧＵＲＴＥＬ',
      ]);
    });
  });
});
