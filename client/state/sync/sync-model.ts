import type { MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import { type User, user } from '#contract/users.ts';
import { otherId, testId, testMessage, testMyConversation, testSnapshot } from '#state/nouns/fixtures.ts';
import { initialState } from '#state/nouns/snapshot.ts';
import type { ChatState } from '#state/nouns/state.ts';

/** One conversation as the server has it. `changedAt`: the last tick at which it was written. */
interface Row {
  facts: MyConversation;
  messages: Message[];
  version: number;
  changedAt: number;
}

/** What a cursor says: the ticks before `horizon` were all seen, of one history. */
interface Cursor {
  epoch: number;
  horizon: number;
  joined: string;
  rest?: { after: string; since: number | null };
}

export function parseCursor(text: unknown): Cursor | null {
  return typeof text === 'string' && text !== '' ? JSON.parse(text) : null;
}

/** The server's side, small: rows, ticks instead of transactions, and at most two conversations an answer. */
export class Model {
  rows = new Map<string, Row>();
  users = new Map<string, { user: User; changedAt: number }>();
  tick = 0;
  epoch = 0;
  /** Questions of `sync` since the last count, by whether they had a cursor. */
  asked = { whole: 0, since: 0 };

  constructor() {
    for (const item of testSnapshot().users) this.users.set(item.id, { user: item, changedAt: 0 });
    for (let n = 1; n <= 5; n += 1) this.join(n);
  }

  join(n: number): Row {
    const id = testId(2, n);
    const known = this.rows.get(id);
    const facts = testMyConversation({ id, name: `channel ${n}` });
    return this.#write({
      messages: [],
      version: 0,
      ...known,
      facts: { ...facts, joined: true },
      changedAt: 0,
    });
  }
  leave(n: number): void {
    const row = this.rows.get(testId(2, n));
    if (row) this.#write({ ...row, facts: { ...row.facts, joined: false } });
  }
  say(n: number): Message | null {
    const row = this.rows.get(testId(2, n));
    if (!row?.facts.joined) return null;
    const seq = row.messages.length + 1;
    const version = row.version + 1;
    const body = `said in life ${this.epoch}`;
    const message = { ...testMessage(seq, version), conversationId: row.facts.id, body };
    this.#write({ ...row, version, messages: [...row.messages, message] });
    return message;
  }
  rename(): User {
    this.tick += 1;
    const known = this.users.get(otherId)?.user;
    const renamed = user.parse({ ...known, name: `Ben ${this.tick}` });
    this.users.set(otherId, { user: renamed, changedAt: this.tick });
    return renamed;
  }
  /** Goes back to a backup: another history begins. */
  restore(backup: Model): void {
    this.rows = new Map(backup.rows);
    this.users = new Map(backup.users);
    this.tick = backup.tick;
    this.epoch += 1;
  }
  copy(): Model {
    return Object.assign(new Model(), {
      rows: new Map(this.rows),
      users: new Map(this.users),
      tick: this.tick,
    });
  }

  get joined(): MyConversation[] {
    return [...this.rows.values()].filter(({ facts }) => facts.joined).map((row) => this.conversation(row));
  }
  conversation({ facts, messages, version }: Row): MyConversation {
    return testMyConversation({ ...facts, lastSeq: messages.length, version });
  }

  sync(since: string | undefined): SyncSnapshot {
    const given = parseCursor(since);
    const cursor = given?.epoch === this.epoch ? given : null;
    this.asked[since === undefined ? 'whole' : 'since'] += 1;
    const from = cursor?.rest ? cursor.rest.since : (cursor?.horizon ?? null);
    const after = cursor?.rest?.after ?? '';
    const changed = this.joined
      .filter(({ id }) => id > after && (from === null || (this.rows.get(id)?.changedAt ?? 0) >= from))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const conversations = changed.slice(0, 2);
    const hasMore = changed.length > conversations.length;
    const joined = this.joined.map(({ id }) => id).sort();
    const next: Cursor = {
      epoch: this.epoch,
      horizon: cursor?.rest ? cursor.horizon : this.tick + 1,
      joined: joined.join(),
      ...(hasMore ? { rest: { after: conversations.at(-1)?.id ?? '', since: from } } : {}),
    };
    return {
      ...testSnapshot(conversations),
      users: [...this.users.values()].map((item) => item.user).filter((item) => item.id !== otherId),
      conversationIds: cursor?.joined === next.joined ? null : joined,
      cursor: JSON.stringify(next),
      life: String(this.epoch),
      hasMore,
    };
  }
  /** What somebody who opens the page now is given. */
  whole(): ChatState {
    return initialState({
      ...testSnapshot(this.joined),
      users: [...this.users.values()].map((item) => item.user),
    });
  }

  #write(row: Row): Row {
    this.tick += 1;
    const written = { ...row, changedAt: this.tick };
    this.rows.set(row.facts.id, written);
    return written;
  }
}
