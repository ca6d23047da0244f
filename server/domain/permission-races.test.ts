import type pg from 'pg';
import { v4 as uuidv4 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ConversationId, clientId } from '#contract/ids.ts';
import type { Message, NewMessage } from '#contract/messages.ts';
import { announcementsSettled, attachDelivery, nobody } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { deleteConversation } from './conversation-deletion.ts';
import { updateConversation } from './conversations.ts';
import { Existing } from './existing.ts';
import { addMember, removeMember } from './members.ts';
import { deleteMessage, restoreMessage } from './message-deletion.ts';
import { editMessage } from './message-edits.ts';
import { sendMessage } from './messages.ts';
import { addReaction, removeReaction } from './reactions.ts';
import { markRead } from './reads.ts';
import { storeChannels, storePeople } from './test-people.ts';
import { openTestStore } from './test-store.ts';

// Whoever is removed is out from the moment at which the removal is answered, whatever they had in flight.

const { sql } = await openTestStore(8);
/** Names of the events that were published. */
let published: string[] = [];

/** A private channel: its creator, a member who is going to be removed, another member, somebody outside. */
interface Scene {
  channel: ConversationId;
  creator: Actor;
  removed: Actor;
  other: Actor;
  outside: Actor;
  message: Message;
  /** What the removed user sent. */
  sent: NewMessage;
}
let scene: Scene;

beforeEach(async () => {
  const [creator, removed, other, outside] = await storePeople(sql, 4);
  if (!(creator && removed && other && outside)) throw new Error('Nobody is there');
  const [channel] = await storeChannels(sql, 1, [creator, removed, other]);
  if (!channel) throw new Error('There is no channel');
  await sql.query("UPDATE conversation SET kind = 'private' WHERE id = $1", [channel]);
  const sent = { conversationId: channel, clientId: clientId.parse(uuidv4()), body: 'before' };
  const message = await sendMessage(removed, sent);
  if (message instanceof Existing) throw new Error('It was sent before');
  await addReaction(removed, { messageId: message.id, emoji: '👍' });
  scene = { channel, creator, removed, other, outside, message, sent };
  await forgetAnnouncements();
  attachDelivery({
    ...nobody,
    publish: (_audience, name) => void published.push(name),
    subscribe: () => void published.push('subscribe'),
  });
});
afterEach(() => attachDelivery(null));

/** Names of what was announced since the last `forgetAnnouncements`. */
async function announced(): Promise<string[]> {
  await announcementsSettled();
  return published;
}

async function forgetAnnouncements(): Promise<void> {
  await announcementsSettled();
  published = [];
}

/** Everything that a write could have changed in the channel. */
async function stateOf(channel: ConversationId): Promise<unknown> {
  const { rows } = await sql.query(
    `SELECT c.name, c.kind, c.version, c.last_seq, c.member_count,
       ARRAY(SELECT user_id FROM member WHERE conversation_id = c.id ORDER BY user_id) AS members,
       ARRAY(SELECT m.body || m.version || m.reaction_count FROM message m WHERE conversation_id = c.id ORDER BY seq) AS messages
     FROM conversation c WHERE c.id = $1`,
    [channel],
  );
  return rows[0];
}

/** Resolves when a statement of the domain waits for somebody else's lock, or `isOver`. */
async function waitsForLock(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const { rows } = await sql.query(
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'parley' AND wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
}

/** Does something to the member in a transaction that ends only once `work` waits for it; gives what became of `work`. */
async function changedWhile(
  change: (holder: pg.PoolClient) => Promise<unknown>,
  work: () => Promise<unknown>,
): Promise<{ before: unknown; outcome: unknown }> {
  const holder = await sql.connect();
  try {
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [scene.channel]);
    await change(holder);
    const outcome = work().then(
      () => 'done',
      (error: unknown) => error,
    );
    let isOver = false;
    void outcome.then(() => {
      isOver = true;
    });
    await waitsForLock(() => isOver);
    await holder.query('COMMIT');
    const before = await stateOf(scene.channel);
    return { before, outcome: await outcome };
  } finally {
    holder.release();
  }
}

function removedWhile(actor: Actor, work: () => Promise<unknown>) {
  return changedWhile(async (holder) => {
    const membership = [scene.channel, actor.userId];
    await holder.query('DELETE FROM member WHERE conversation_id = $1 AND user_id = $2', membership);
    await holder.query('UPDATE conversation SET member_count = member_count - 1 WHERE id = $1', [
      scene.channel,
    ]);
  }, work);
}

const writes: [
  name: string,
  who: (scene: Scene) => Actor,
  write: (scene: Scene, actor: Actor) => Promise<unknown>,
][] = [
  [
    'adding oneself',
    ({ removed }) => removed,
    ({ channel }, actor) => addMember(actor, { conversationId: channel, userId: actor.userId }),
  ],
  [
    'adding somebody',
    ({ removed }) => removed,
    ({ channel, outside }, actor) => addMember(actor, { conversationId: channel, userId: outside.userId }),
  ],
  [
    'removing somebody',
    ({ creator }) => creator,
    ({ channel, other }, actor) => removeMember(actor, { conversationId: channel, userId: other.userId }),
  ],
  [
    'renaming the channel',
    ({ removed }) => removed,
    ({ channel }, actor) => updateConversation(actor, { conversationId: channel, name: 'mine' }),
  ],
  [
    'deleting the channel',
    ({ creator }) => creator,
    ({ channel }, actor) => deleteConversation(actor, { conversationId: channel }),
  ],
  [
    'sending',
    ({ removed }) => removed,
    ({ sent }, actor) => sendMessage(actor, { ...sent, clientId: clientId.parse(uuidv4()) }),
  ],
  ['sending again', ({ removed }) => removed, ({ sent }, actor) => sendMessage(actor, sent)],
  [
    'editing',
    ({ removed }) => removed,
    ({ message }, actor) => editMessage(actor, { id: message.id, body: 'after' }),
  ],
  [
    'deleting a message',
    ({ removed }) => removed,
    ({ message }, actor) => deleteMessage(actor, { id: message.id }),
  ],
  [
    'bringing a message back',
    ({ removed }) => removed,
    ({ message }, actor) => restoreMessage(actor, { id: message.id }),
  ],
  [
    'reacting',
    ({ removed }) => removed,
    ({ message }, actor) => addReaction(actor, { messageId: message.id, emoji: '🎉' }),
  ],
  [
    'taking a reaction away',
    ({ removed }) => removed,
    ({ message }, actor) => removeReaction(actor, { messageId: message.id, emoji: '👍' }),
  ],
];

describe('a removal that was first refuses', () => {
  test.each(writes)('%s', async (_, who, write) => {
    const actor = who(scene);
    const { before, outcome } = await removedWhile(actor, () => write(scene, actor));
    expect(outcome).toMatchObject({ code: 'not_found' });
    expect(await stateOf(scene.channel)).toEqual(before);
    expect(await announced()).toEqual([]);
  });

  test('marking as read', async () => {
    const { channel, removed, other } = scene;
    await sendMessage(other, { ...scene.sent, clientId: clientId.parse(uuidv4()) });
    await forgetAnnouncements();
    const { outcome } = await removedWhile(removed, () =>
      markRead(removed, { conversationId: channel, seq: 2 }),
    );
    expect(outcome).toMatchObject({ code: 'not_found' });
    expect(await announced()).toEqual([]);
  });
});

describe('a suspension that was first refuses', () => {
  test.each(writes)('%s', async (_, who, write) => {
    const actor = who(scene);
    const suspend = (holder: pg.PoolClient) =>
      holder.query('UPDATE "user" SET suspended_at = now() WHERE id = $1', [actor.userId]);
    const { before, outcome } = await changedWhile(suspend, () => write(scene, actor));
    expect(outcome).toMatchObject({ code: 'unauthenticated' });
    expect(await stateOf(scene.channel)).toEqual(before);
    expect(await announced()).toEqual([]);
  });
});

test.each([
  ['adding somebody', 'forbidden'],
  ['renaming the channel', 'forbidden'],
  ['editing', 'done'],
])('whoever became a guest before: %s is %s', async (name, expected) => {
  const [, , write] = writes.find(([title]) => title === name) ?? [];
  const demote = (holder: pg.PoolClient) =>
    holder.query(`UPDATE "user" SET role = 'guest' WHERE id = $1`, [scene.removed.userId]);
  const { outcome } = await changedWhile(demote, async () => write?.(scene, scene.removed));
  if (expected === 'done') expect(outcome).toBe('done');
  else expect(outcome).toMatchObject({ code: expected });
});

describe('a removed author who sends an old clientId again', () => {
  test('is refused like anybody outside, and nothing is announced', async () => {
    await removeMember(scene.creator, { conversationId: scene.channel, userId: scene.removed.userId });
    await forgetAnnouncements();
    await expect(sendMessage(scene.removed, scene.sent)).rejects.toMatchObject({ code: 'not_found' });
    expect(await announced()).toEqual([]);
  });

  test('to a conversation of their own announces nothing where it was', async () => {
    const [own] = await storeChannels(sql, 1, [scene.removed]);
    if (!own) throw new Error('There is no channel');
    await removeMember(scene.creator, { conversationId: scene.channel, userId: scene.removed.userId });
    await forgetAnnouncements();
    const again = sendMessage(scene.removed, { ...scene.sent, conversationId: own });
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
    expect(await announced()).toEqual([]);
  });
});

test('with everything always in flight, what is answered as removed stays removed', async () => {
  const { channel, creator, removed, message } = scene;
  for (let round = 0; round < 25; round += 1) {
    await addMember(creator, { conversationId: channel, userId: removed.userId });
    let going = true;
    const keep = async (work: () => Promise<unknown>) => {
      while (going) await work().catch(() => null);
    };
    const inFlight = [
      keep(() => addMember(removed, { conversationId: channel, userId: removed.userId })),
      keep(() => addMember(removed, { conversationId: channel, userId: removed.userId })),
      keep(() => editMessage(removed, { id: message.id, body: uuidv4() })),
      keep(() => addReaction(removed, { messageId: message.id, emoji: '🎉' })),
      keep(() => removeReaction(removed, { messageId: message.id, emoji: '🎉' })),
      keep(() => sendMessage(removed, { ...scene.sent, clientId: clientId.parse(uuidv4()) })),
    ];
    await removeMember(creator, { conversationId: channel, userId: removed.userId });
    const answered = await stateOf(channel);
    going = false;
    await Promise.all(inFlight);
    expect(await stateOf(channel), `round ${round}`).toEqual(answered);
  }
}, 60_000);
