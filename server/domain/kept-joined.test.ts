import { v4 as uuidv4 } from 'uuid';
import { beforeAll, expect, test } from 'vitest';
import { type ConversationId, clientId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import type { Actor } from './actor.ts';
import { createConversation, getConversation, updateConversation } from './conversations.ts';
import { addMember, removeMember } from './members.ts';
import { deleteMessage } from './message-deletion.ts';
import { editMessage } from './message-edits.ts';
import { sendMessage } from './messages.ts';
import { setNotifications } from './notifications.ts';
import { pinMessage } from './pins.ts';
import { updateMe } from './profiles.ts';
import { markRead } from './reads.ts';
import { getSidebar, setSidebar } from './sidebar.ts';
import { sync } from './sync.ts';
import { storePeople, storeRole } from './test-people.ts';
import { openTestStore } from './test-store.ts';
import { openThread } from './threads.ts';
import { getMe } from './users.ts';
import { getWorkspace, updateWorkspace } from './workspace.ts';

// Whoever comes again is told of each conversation what is asked for by itself, whatever was done meanwhile.

const { sql } = await openTestStore(4);
const [ada, ben] = (await storePeople(sql, 2)) as [Actor, Actor];
let channel: ConversationId;
let other: ConversationId;
let message: Message;

const settled = <Value extends object>(answer: Value | { value: Value }): Value =>
  'value' in answer ? answer.value : answer;

async function say(conversationId: ConversationId, body: string, as = ada): Promise<Message> {
  return settled(await sendMessage(as, { conversationId, clientId: clientId.parse(uuidv4()), body }));
}

beforeAll(async () => {
  const make = async (name: string) =>
    settled(await createConversation(ada, { kind: 'private', name, memberIds: [ben.userId] })).id;
  channel = await make('kept one');
  other = await make('kept two');
  await createConversation(ada, { kind: 'direct', memberIds: [ben.userId] });
  message = await say(channel, 'a first word');
  await say(other, 'and another');
  await sync(ben, {});
});

const changes: [what: string, work: () => Promise<unknown>][] = [
  ['nothing', async () => undefined],
  ['a message', () => say(channel, 'one more')],
  ['a mention', () => say(channel, `@channel look`)],
  ['an edit', () => editMessage(ada, { id: message.id, body: 'other words' })],
  ['reading', () => markRead(ben, { conversationId: channel, seq: 2 })],
  ['reading back', () => markRead(ben, { conversationId: channel, seq: 0 })],
  ['a deletion', () => deleteMessage(ada, { id: message.id })],
  ['a topic', () => updateConversation(ada, { conversationId: other, topic: 'new' })],
  ['a level', () => setNotifications(ben, { conversationId: other, level: 'nothing' })],
  ['a pin', async () => pinMessage(ada, { messageId: (await say(other, 'to pin')).id })],
  [
    'a thread with something unread',
    async () => {
      const root = await say(other, 'root', ben);
      const thread = settled(await openThread(ben, { id: root.id }));
      await say(thread.id, 'by ben', ben);
      await say(thread.id, 'by ada');
    },
  ],
  ['an archived channel', () => updateConversation(ada, { conversationId: other, archived: true })],
  ['a status', () => updateMe(ben, { status: { emoji: '🌴', text: 'away', until: null } })],
  ['another name', () => updateMe(ben, { name: 'Benjamin' })],
  ['a sidebar', () => setSidebar(ben, { basedOn: 0, starred: [other], sections: [] })],
  [
    'another rule of the workspace',
    async () => updateWorkspace(await storeRole(sql, ada, 'owner'), { membersInvite: true }),
  ],
  ['another role', () => storeRole(sql, ben, 'admin')],
  ['leaving', () => removeMember(ben, { conversationId: channel, userId: ben.userId })],
  ['coming back', () => addMember(ada, { conversationId: channel, userId: ben.userId })],
];

test.each(changes)('after %s', async (_, work) => {
  await work();
  const { conversations, conversationIds, threadIds, me, workspace, sidebar } = await sync(ben, {});
  expect({ me, workspace, sidebar }).toEqual({
    me: await getMe(ben),
    workspace: await getWorkspace(),
    sidebar: await getSidebar(ben),
  });
  const { rows } = await sql.query<{ ids: string[] }>(
    'SELECT array_agg(conversation_id::text ORDER BY conversation_id) AS ids FROM member WHERE user_id = $1 AND parent_id IS NULL',
    [ben.userId],
  );
  expect(conversationIds).toEqual(rows[0]?.ids);
  expect(conversations.map(({ id }) => id).sort()).toEqual([...(conversationIds ?? []), ...threadIds].sort());
  const alone = [];
  for (const { id } of conversations) alone.push(await getConversation(ben, { conversationId: id }));
  expect(conversations).toEqual(alone);
});
