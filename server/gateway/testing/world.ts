import type { Bot } from '#contract/bots.ts';
import type { MyConversation } from '#contract/conversations.ts';
import type { DataExport } from '#contract/exports.ts';
import { type MessageFile, messageFile } from '#contract/files.ts';
import type { IncomingHook, OutgoingHook } from '#contract/hooks.ts';
import type { Message } from '#contract/messages.ts';
import type { Reminder } from '#contract/reminders.ts';
import type { OwnReport } from '#contract/reports.ts';
import type { ScheduledMessage } from '#contract/scheduled.ts';
import type { Token } from '#contract/tokens.ts';
import { issueLink } from '#domain/account-links.ts';
import { stopPathOf } from '#domain/digest-tokens.ts';
import { queryRow, transaction } from '#platform/database.ts';
import type { Factors } from './factors.ts';
import { type Person, signIn, signUp } from './people.ts';

/** A few people and every kind of conversation. */
export interface World {
  /** The owner. */
  ada: Person;
  ben: Person;
  /** In the default channel only. */
  cy: Person;
  /** The same, to be looked after. */
  fay: Person;
  general: MyConversation;
  /** Public; Ada's. Ben is in it. */
  open: MyConversation;
  /** Private; Ada's. Ben is in it. */
  secret: MyConversation;
  /** Ada and Ben. */
  direct: MyConversation;
  /** Public and private ones of Ada alone, to be removed. */
  spare: MyConversation;
  spareSecret: MyConversation;
  /** Ada's, public, for who looks after all channels. */
  managed: MyConversation;
  /** Ada's, the first in `secret`. */
  message: Message;
  /** A text of hers that she sent there. */
  file: MessageFile;
  /** Ada's, the second there, to be deleted. */
  spareMessage: Message;
  /** Ada's, in `direct`, with a thread and Ada's reply in it. */
  thread: MyConversation;
  reply: Message;
  /** Where they were prepared (see factors.ts). */
  factors?: Factors;
  /** Tokens of the links of two who do nothing else: to a new password, and to another address. */
  passwordToken: string;
  emailToken: string;
  /** Another device of Ben's. */
  spareDevice: { id: string };
  /** Ben's, of `root`. */
  report: OwnReport;
  /** Ada's, for a member; its token too. */
  invitation: { id: string; token: string };
  /** Ada's, in `open`. */
  poll: Message;
  /** Ben's, in `open` and for himself. */
  scheduled: ScheduledMessage;
  reminder: Reminder;
  /** What Ada takes along of her own. */
  takeout: DataExport;
  /** Ben's. */
  token: Token;
  /** Ada's. */
  bot: Bot;
  /** Of the links in Ben's digests. */
  stopToken: string;
  /** Jobs that came to nothing. */
  deadLetters: [string, string];
  /** Ada's, into `open`, and told of it; the spare ones are to be removed. */
  incomingHook: IncomingHook;
  spareIncomingHook: IncomingHook;
  outgoingHook: OutgoingHook;
  spareOutgoingHook: OutgoingHook;
  /** In the log of the first of these. */
  hookDelivery: { id: string };
}

/** Well-formed, and nobody's. */
export const NOBODY = '019a0000-0000-7000-8000-00000000dead';
const ROOT_ID = '019a0000-0000-7000-8000-0000000000c2';
const REPLY_ID = '019a0000-0000-7000-8000-0000000000c3';
const POLL_ID = '019a0000-0000-7000-8000-0000000000c4';
const DELIVERY_ID = '019a0000-0000-7000-8000-0000000000d1';
export const CLIENT_ID = '019a0000-0000-7000-8000-0000000000c1';

/** Days from now, as ISO 8601: what is asked for later lies ahead whenever this runs. */
export function daysAhead(days: number): string {
  return new Date(Date.now() + days * 24 * 60 * 60_000).toISOString();
}

/** A poll, and what waits for its time. */
async function prepareLater(ada: Person, ben: Person, conversationId: string) {
  const words = { question: 'Which day?', options: ['Monday', 'Tuesday'] };
  const waits = { conversationId, clientId: REPLY_ID, body: 'later', sendAt: daysAhead(2) };
  return {
    poll: await ada.call('poll:create', { conversationId, clientId: POLL_ID, ...words }),
    scheduled: await ben.call('scheduled:create', waits),
    reminder: await ben.call('reminder:create', { clientId: REPLY_ID, text: 'tea', remindAt: daysAhead(2) }),
  };
}

/** Signs everyone up on an empty server and makes the conversations. */
export async function createWorld(url: string): Promise<World> {
  const ada = await signUp(url, 'Ada');
  const ben = await signUp(url, 'Ben');
  const cy = await signUp(url, 'Cy');
  const eli = await signUp(url, 'Eli');
  const gus = await signUp(url, 'Gus');
  const withBen = { memberIds: [ben.id] };
  const [general] = (await ada.call('conversation:list', { q: 'general' })).items;
  if (!general) throw new Error('There is no general channel');
  const secret = await ada.call('conversation:create', { kind: 'private', name: 'secret', ...withBen });
  const direct = await ada.call('conversation:create', { kind: 'direct', ...withBen });
  const root = await ada.call('message:send', { conversationId: direct.id, clientId: ROOT_ID, body: 'root' });
  const thread = await ada.call('message:thread', { id: root.id });
  await signIn(url, ben.id, 'Ben');
  const devices = await ben.call('session:list', {});
  const spareDevice = devices.items.find(({ isCurrent }) => !isCurrent);
  if (!spareDevice) throw new Error('There is no other device');
  const [toPassword, toEmail] = await transaction(async (query) => [
    await issueLink(query, { userId: eli.id, kind: 'password', email: 'eli@example.test' }),
    await issueLink(query, { userId: gus.id, kind: 'email', email: 'gus@elsewhere.test' }),
  ]);
  const open = await ada.call('conversation:create', { kind: 'public', name: 'open', ...withBen });
  const made = {
    stopToken: stopPathOf(ben.id).replace(/.*\//, ''),
    deadLetters: [await createDeadLetter(), await createDeadLetter()] satisfies World['deadLetters'],
    passwordToken: toPassword.token,
    emailToken: toEmail.token,
    spareDevice,
    ada,
    ben,
    cy,
    general,
    thread,
    report: await ben.call('report:create', { messageId: root.id, reason: 'other' }),
    takeout: await ada.call('export:create', { scope: 'own' }),
    reply: await ada.call('message:send', { conversationId: thread.id, clientId: REPLY_ID, body: 'reply' }),
    open,
    ...(await prepareLater(ada, ben, open.id)),
    secret,
    direct,
    spare: await ada.call('conversation:create', { kind: 'public', name: 'spare' }),
    spareSecret: await ada.call('conversation:create', { kind: 'private', name: 'spare secret' }),
    managed: await ada.call('conversation:create', { kind: 'public', name: 'managed' }),
    message: await ada.call('message:send', {
      conversationId: secret.id,
      clientId: CLIENT_ID,
      body: 'first',
    }),
    token: await ben.call('token:create', { name: 'Reader', scopes: ['read'] }),
    bot: await ada.call('bot:create', { name: 'Parrot', scopes: ['read', 'send'] }),
    spareMessage: await ada.call('message:send', {
      conversationId: secret.id,
      clientId: NOBODY,
      body: 'second',
    }),
    fay: await signUp(url, 'Fay'),
    file: await sendFile(url, ada, secret.id),
  };
  const mirror = {
    ...{ name: 'Mirror', url: 'https://example.com/hook' },
    ...{ events: ['message.created' as const], conversationIds: [made.open.id] },
  };
  const outgoingHook = await ada.call('outgoing-hook:create', mirror);
  const hooks = {
    incomingHook: await ada.call('incoming-hook:create', { name: 'Hooked', conversationId: made.open.id }),
    spareIncomingHook: await ada.call('incoming-hook:create', {
      name: 'Spare',
      conversationId: made.open.id,
    }),
    outgoingHook,
    spareOutgoingHook: await ada.call('outgoing-hook:create', mirror),
    hookDelivery: { id: DELIVERY_ID },
  };
  await transaction((query) =>
    query(
      `INSERT INTO hook_delivery (id, hook_id, conversation_id, event_key, type, version, event_number, seq, attempt, reason, took, answer)
       VALUES ($1, $2, $3, 'msg_1', 'message.created', 0, 0, 0, 1, 'timeout', 10, '')`,
      [DELIVERY_ID, outgoingHook.id, made.open.id],
    ),
  );
  // Or the first invitation would close sign-up.
  await ada.call('workspace:update', { openSignUp: true });
  const invitation = await ada.call('invitation:create', { role: 'member' });
  return { ...made, ...hooks, invitation: { id: invitation.invitation.id, token: invitation.token } };
}

/** As pg-boss leaves a job that it gave up. */
async function createDeadLetter(): Promise<string> {
  const row = await queryRow<{ id: string }>(
    'test-dead-letter',
    `INSERT INTO pgboss.job (name, source_name, data, output)
     VALUES ('expired-sessions.dead', 'expired-sessions', '{}', '{"message":"A reason"}') RETURNING id`,
    [],
  );
  if (!row) throw new Error('There is no dead letter');
  return row.id;
}

async function sendFile(url: string, ada: Person, conversationId: string): Promise<MessageFile> {
  const response = await fetch(`${url}/api/v1/files?name=notes.txt`, {
    method: 'POST',
    body: 'One line\nand another',
    headers: { ...ada.headers, 'Content-Type': 'application/octet-stream' },
  });
  const file = messageFile.parse(await response.json());
  await ada.call('message:send', { conversationId, clientId: file.id, body: '', fileIds: [file.id] });
  return file;
}
