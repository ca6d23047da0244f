import { randomUUID } from 'node:crypto';
import type { OperationInput } from '#contract/operations.ts';
import { Visitor } from '#e2e/support/visitor.ts';
import { callHttp } from '#gateway/testing/http.ts';

export const roles = ['owner', 'member', 'outsider', 'ended', 'nobody'] as const;
/** Who asks: three users, one whose session is over, and one without any. */
export type Role = (typeof roles)[number];
const users = ['owner', 'member', 'outsider'] as const;

type Noun = 'user' | 'bystander' | 'conversation' | 'message' | 'cursor';
interface Thing {
  label: string;
  id: string;
}

/** Well-formed, and nobody's. */
const absent = '019a0000-0000-7000-8000-00000000dead';
const password = 'correct horse battery';

/** What is there to be asked about, kept alive while the fuzzer deletes it. */
export interface Workspace {
  url: string;
  /** The Cookie header of a role; empty for nobody. */
  cookie(role: Role): string;
  /** next-auth's cookie and token against forgery, which open the way to what lies behind. */
  csrf: { cookie: string; token: string };
  /** An id (or cursor) of that noun; every number gives one. */
  pick(noun: Noun, index: number): string;
  /** Notes a cursor that an answer gave. */
  noteCursor(cursor: string): void;
  /** Replaces what a successful call may have taken away. */
  renew(id: string): Promise<void>;
  /** The text with labels instead of the ids that differ from run to run. */
  label(text: string): string;
}

/** Signs three users up on an empty server and makes a conversation of each kind, each with a message. */
export async function createWorkspace(url: string): Promise<Workspace> {
  const cookies: Record<Role, string> = {
    owner: '',
    member: '',
    outsider: '',
    ended: 'next-auth.session-token=of-a-session-that-is-over',
    nobody: '',
  };
  const things: Record<Noun, Thing[]> = {
    user: [],
    bystander: [],
    conversation: [],
    message: [],
    cursor: [],
  };
  for (const role of users) {
    const account = { name: `Fuzz ${role}`, email: `${role}@fuzz.test`, password };
    const { id } = await callHttp(url, 'user:create', account, {});
    const visitor = new Visitor(url);
    await visitor.signIn(account);
    cookies[role] = visitor.cookieHeader();
    things.user.push({ label: role, id });
  }
  const headers = { Cookie: cookies.owner };
  const bystander = { name: 'Fuzz bystander', email: 'bystander@fuzz.test', password };
  const { id: bystanderId } = await callHttp(url, 'user:create', bystander, {});
  things.bystander.push({ label: 'bystander', id: bystanderId });
  const memberIds = things.user.slice(1, 2).map(({ id }) => id);

  async function makeConversation(label: string): Promise<[conversation: Thing, message: Thing]> {
    const { id } = await callHttp(url, 'conversation:create', conversationFor(label, memberIds), headers);
    const input = { conversationId: id, clientId: randomUUID(), body: `the first of ${label}` };
    const message = await callHttp(url, 'message:send', input, headers);
    return [
      { label, id },
      { label: `message of ${label}`, id: message.id },
    ];
  }

  for (const label of ['public', 'private', 'direct', 'spare public', 'spare private']) {
    const [conversation, message] = await makeConversation(label);
    things.conversation.push(conversation);
    things.message.push(message);
  }
  for (const noun of ['user', 'bystander', 'conversation', 'message'] as const)
    things[noun].push({ label: 'absent', id: absent });
  things.cursor.push({
    label: 'cursor',
    id: Buffer.from(JSON.stringify(['x', absent])).toString('base64url'),
  });

  return {
    url,
    cookie: (role) => cookies[role],
    csrf: await csrfOf(url),
    pick: (noun, index) => things[noun][index % things[noun].length]?.id ?? absent,
    noteCursor(cursor) {
      if (things.cursor.length > 20) things.cursor.splice(1, 1);
      things.cursor.push({ label: 'cursor', id: cursor });
    },
    async renew(id) {
      const index = things.conversation.findIndex((thing) => thing.id === id);
      const messageIndex = index >= 0 ? index : things.message.findIndex((thing) => thing.id === id);
      const label = things.conversation[messageIndex]?.label;
      if (label === undefined || label === 'absent') return;
      const [conversation, message] = await makeConversation(label);
      things.conversation[messageIndex] = conversation;
      things.message[messageIndex] = message;
    },
    label: (text) =>
      Object.entries(things)
        .flatMap(([noun, all]) => all.map((thing) => ({ noun, ...thing })))
        .reduce((labelled, { noun, label, id }) => labelled.replaceAll(id, `<${label} ${noun}>`), text),
  };
}

function conversationFor(label: string, memberIds: string[]): OperationInput<'conversation:create'> {
  if (label === 'direct') return { kind: 'direct', memberIds };
  const kind = label.endsWith('private') ? 'private' : 'public';
  return {
    kind,
    name: `${label} ${randomUUID().slice(0, 8)}`,
    memberIds: label.startsWith('spare') ? [] : memberIds,
  };
}

async function csrfOf(url: string): Promise<{ cookie: string; token: string }> {
  const answer = await fetch(`${url}/api/auth/csrf`);
  const body: unknown = await answer.json();
  const token = body && typeof body === 'object' ? Reflect.get(body, 'csrfToken') : null;
  const cookie = answer.headers
    .getSetCookie()
    .map((set) => set.split(';', 1)[0])
    .join('; ');
  return { cookie, token: String(token) };
}
