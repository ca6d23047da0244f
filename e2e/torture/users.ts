import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { UserId } from '#contract/ids.ts';
import { callHttp } from '#gateway/testing/http.ts';

/** Someone with an account and a session. */
export interface TortureUser {
  id: UserId;
  handle: string;
  headers: { Cookie: string };
}

/** Creates accounts over REST, a few at a time, and starts a session for each. The first one is the owner. */
export async function createUsers(url: string, session: pg.Client, count: number): Promise<TortureUser[]> {
  const create = (index: number) => {
    const name = `TortureUser ${index + 1}`;
    const input = { name, email: `user-${index + 1}@example.test`, password: 'correct horse battery' };
    return callHttp(url, 'user:create', input, {});
  };
  const accounts = [await create(0)];
  while (accounts.length < count) {
    const next = Array.from(
      { length: Math.min(4, count - accounts.length) },
      (_, index) => accounts.length + index,
    );
    accounts.push(...(await Promise.all(next.map(create))));
  }
  const users: TortureUser[] = [];
  for (const { id, handle } of accounts) {
    const token = await startSession(session, id);
    users.push({ id, handle, headers: { Cookie: `next-auth.session-token=${token}` } });
  }
  return users;
}

/** A row as sign-in writes it: the token's hash. */
export async function startSession(session: pg.Client, userId: UserId): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await session.query(
    `INSERT INTO session (id, user_id, token_hash, expires_at) VALUES ($1, $2, $3, now() + interval '1 day')`,
    [randomUUID(), userId, createHash('sha256').update(token).digest()],
  );
  return token;
}

/** Every so many of those who are not in the direct conversation has a channel of their own. */
const ownEvery = 5;
/** Who is in the direct conversation: as many as it holds. */
const directMost = 10;

/** Makes the channels, public and private, and one direct conversation; gives each one's users. */
export async function createConversations(
  url: string,
  users: TortureUser[],
  count: number,
): Promise<Map<string, TortureUser[]>> {
  const conversations = new Map<string, TortureUser[]>();
  for (let index = 0; index < count; index += 1) {
    const isDirect = index === count - 1;
    // Every user is in two or three; the direct one holds as many as it may.
    const members = isDirect
      ? users.slice(0, directMost)
      : users.filter(
          (_, own) =>
            own % (count - 1) === index || (own * 3 + 1) % (count - 1) === index || own % 11 === index,
        );
    const [creator] = members;
    if (!creator) throw new Error('There are too few users for so many conversations');
    const memberIds = members.slice(1).map(({ id }) => id);
    const { id } = await callHttp(
      url,
      'conversation:create',
      isDirect
        ? { kind: 'direct', memberIds }
        : { kind: index % 2 ? 'public' : 'private', name: `Torture ${index + 1}`, memberIds },
      creator.headers,
    );
    conversations.set(id, members);
  }
  for (const [index, user] of users.entries()) {
    if (index < directMost || index % ownEvery !== 1) continue;
    const input = { kind: 'private' as const, name: `Own ${index + 1}` };
    const { id } = await callHttp(url, 'conversation:create', input, user.headers);
    conversations.set(id, [user]);
  }
  return conversations;
}
