import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangesPage, HistoryPage, Message } from '#contract/messages.ts';
import type { OperationOutput } from '#contract/operations.ts';
import { fromCached, toCached } from '#state/kept/cached-parts.ts';
import { upsertConversation } from '#state/nouns/conversations.ts';
import {
  channelId,
  meId,
  otherId,
  testId,
  testMessage,
  testMyConversation,
  testSnapshot,
} from '#state/nouns/fixtures.ts';
import { receive } from '#state/nouns/messages.ts';
import { withPending } from '#state/nouns/pending.ts';
import { initialState } from '#state/nouns/snapshot.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { windowSize } from '#state/nouns/timeline.ts';
import { createChatStore } from '#state/store.ts';
import { createCatchUp } from './catch-up.ts';
import type { Call } from './connection.ts';

// For every operation: the old state and the changes, however they come, equal a fresh load.

const emojis = ['👍', '🎉', '❤️'] as const;

/** What a user does to the conversation; `at` (0 to 1) points at one of its messages. */
interface Deed {
  what: 'send' | 'edit' | 'delete' | 'react' | 'unreact' | 'reply' | 'read';
  mine: boolean;
  at: number;
  emoji: string;
}
const deed: fc.Arbitrary<Deed> = fc.record({
  what: fc.constantFrom('send', 'send', 'edit', 'delete', 'react', 'unreact', 'reply', 'read'),
  mine: fc.boolean(),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  emoji: fc.constantFrom(...emojis),
});

/** The server's side: rows as they are now, and each change as the event that announced it. */
class Server {
  readonly rows: Message[] = [];
  readonly events: Message[] = [];
  lastReadSeq = 0;

  act({ what, mine, at, emoji }: Deed): void {
    const authorId = mine ? meId : otherId;
    const target = this.rows[Math.floor(at * this.rows.length)];
    if (what === 'read') this.lastReadSeq = Math.max(this.lastReadSeq, target?.seq ?? 0);
    else if (what === 'send' || !target) {
      const seq = this.rows.length + 1;
      this.#commit({ ...testMessage(seq, 0, { authorId, clientId: testId(4, seq) }), body: `text ${seq}` });
      if (mine) this.lastReadSeq = seq;
    } else if (target.deletedAt === null) this.#change(target, what, authorId, emoji);
  }

  #change(target: Message, what: Deed['what'], authorId: string, emoji: string): void {
    const without = target.reactions
      .map((item) =>
        item.emoji === emoji ? { emoji, userIds: item.userIds.filter((id) => id !== authorId) } : item,
      )
      .filter((item) => item.userIds.length > 0);
    const added = [...without, { emoji, userIds: [authorId] }] as Message['reactions'];
    const time = '2026-01-03T00:00:00.000Z';
    if (what === 'edit') this.#commit({ ...target, body: `${target.body}, edited`, editedAt: time });
    if (what === 'delete') this.#commit({ ...target, body: '', deletedAt: time, reactions: [] });
    if (what === 'react') this.#commit({ ...target, reactions: added });
    if (what === 'unreact') this.#commit({ ...target, reactions: without });
    if (what === 'reply') this.#commit({ ...target, thread: withReply(target, authorId) });
  }

  #commit(message: Message): void {
    const stored = { ...message, version: this.events.length + 1 };
    this.rows[message.seq - 1] = stored;
    this.events.push(stored);
  }

  get conversation() {
    return testMyConversation({
      lastSeq: this.rows.length,
      version: this.events.length,
      lastReadSeq: this.lastReadSeq,
      skipped: this.rows
        .filter(({ seq, deletedAt }) => seq > this.lastReadSeq && deletedAt)
        .map(({ seq }) => seq),
    });
  }
  page(): HistoryPage {
    const start = Math.max(0, this.rows.length - windowSize);
    return { items: this.rows.slice(start), hasBefore: start > 0, hasAfter: false };
  }
  changes(after: number, limit: number): ChangesPage {
    const rows = this.rows.filter((row) => row.version > after).sort((a, b) => a.version - b.version);
    return { items: rows.slice(0, limit), version: this.events.length, hasMore: rows.length > limit };
  }
  /** What somebody who opens the page now is given. */
  fresh(): ChatState {
    return initialState(testSnapshot([this.conversation]), { conversationId: channelId, page: this.page() });
  }
}

/** What a root says of its thread after one more reply. */
function withReply({ seq, thread }: Message, authorId: string): Message['thread'] {
  const before = thread?.lastAuthorIds.filter((id) => id !== authorId) ?? [];
  return {
    id: testId(2, 1_000 + seq),
    replyCount: (thread?.replyCount ?? 0) + 1,
    lastReplyAt: '2026-01-03T00:00:00.000Z',
    lastAuthorIds: [authorId, ...before],
  } as Message['thread'];
}

function serverOf(deeds: readonly Deed[]): Server {
  const server = new Server();
  for (const item of deeds) server.act(item);
  return server;
}

/** A store whose calls the model answers, with its one catch-up and what that asked for. */
function clientOf(server: Server, state = server.fresh()) {
  const store = createChatStore(testSnapshot());
  store.setState(state, true);
  const asked: number[] = [];
  const call = (async (name: string, input: { after: number }) => {
    if (name !== 'conversation:changes') throw new Error(`${name} was not expected`);
    asked.push(input.after);
    await Promise.resolve();
    return server.changes(input.after, 500) satisfies OperationOutput<'conversation:changes'>;
  }) as Call;
  const reloads: string[] = [];
  const reload = async (id: string) => {
    reloads.push(id);
  };
  const { catchUp } = createCatchUp(store, call, reload, { want: () => {} });
  return { store, asked, reloads, catchUp };
}

/** The conversation's newest facts, as `sync` brings them when the connection comes. */
function synced(state: ChatState, server: Server): ChatState {
  return upsertConversation(state, server.conversation);
}

/** What of a state must not depend on the way that led to it. */
function essence({ conversations, timelines, outbox, users }: ChatState) {
  const { messages, version, ahead, hasAfter, newer } = timelines[channelId] ?? {};
  return { conversations, outbox, users, timeline: { messages, version, ahead, hasAfter, newer } };
}

const deeds = fc.array(deed, { maxLength: 40 });
/** What becomes of an event on its way. */
const fates = fc.array(fc.constantFrom('arrives', 'arrives', 'is lost', 'comes twice', 'comes late'), {
  minLength: 40,
  maxLength: 40,
});

describe('old state and changes', () => {
  it('equal a fresh load, whatever was lost, doubled and swapped on the way', async () => {
    await fc.assert(
      fc.asyncProperty(deeds, deeds, fates, async (before, after, fate) => {
        const server = serverOf(before);
        const { store, asked, catchUp } = clientOf(server);
        const late: Message[] = [];
        let shown = server.events.length;
        after.forEach((item, index) => {
          server.act(item);
          const event = server.events[shown];
          if (!event) return;
          shown = server.events.length;
          const own = fate[index];
          if (own === 'comes late') late.push(event);
          const items =
            own === 'comes twice' ? [event, event] : own === 'arrives' ? [event, ...late.splice(0)] : [];
          for (const one of items) store.setState((state) => receive(state, channelId, [one]));
        });
        store.setState((state) => synced(state, server));
        // However many notice it.
        await Promise.all([catchUp(channelId), catchUp(channelId), catchUp(channelId)]);
        expect(essence(store.getState())).toEqual(essence(server.fresh()));
        expect(asked.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('equal a fresh load from what a cache kept at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(deeds, deeds, fc.boolean(), async (before, after, overtaken) => {
        const server = serverOf(before);
        const kept = toCached(channelId, server.fresh().timelines[channelId] ?? expect.fail());
        const conversation = server.conversation;
        for (const item of after) server.act(item);
        const timeline = fromCached(kept ?? expect.fail(), {
          lastSeq: conversation.lastSeq,
          newLineSeq: null,
        });
        const start = { ...server.fresh(), timelines: { [channelId]: timeline } };
        const { store, catchUp } = clientOf(server, start);
        // Events may come before the catch-up.
        const newest = server.events.at(-1);
        if (overtaken && newest) store.setState((state) => receive(state, channelId, [newest]));
        await catchUp(channelId);
        expect(essence(store.getState())).toEqual(essence(server.fresh()));
      }),
      { numRuns: 1_000 },
    );
  });

  it('leave no pending twin of a message that arrived by any way', async () => {
    await fc.assert(
      fc.asyncProperty(deeds, fc.nat(39), async (list, lost) => {
        const server = new Server();
        const { store, catchUp } = clientOf(server);
        for (const [index, item] of list.entries()) {
          const seq = server.rows.length + 1;
          const count = server.events.length;
          server.act(item);
          const event = server.events[count];
          const isMine = event?.seq === seq && event.authorId === meId;
          if (isMine) {
            const { clientId, body, createdAt } = event;
            const pending = {
              clientId,
              conversationId: channelId,
              body,
              createdAt,
              state: 'sending',
              reason: null,
            } as const;
            store.setState((state) => withPending(state, pending));
          }
          if (event && index !== lost) store.setState((state) => receive(state, channelId, [event]));
        }
        store.setState((state) => synced(state, server));
        await catchUp(channelId);
        expect(store.getState().outbox).toEqual({});
        expect(essence(store.getState())).toEqual(essence(server.fresh()));
      }),
      { numRuns: 1_000 },
    );
  });

  it('are given up for a new window beyond a thousand changes', async () => {
    const server = serverOf([]);
    const { store, asked, reloads, catchUp } = clientOf(server);
    for (let count = 0; count < 1_001; count += 1)
      server.act({ what: 'send', mine: false, at: 0, emoji: emojis[0] });
    store.setState((state) => synced(state, server));
    await Promise.all([catchUp(channelId), catchUp(channelId)]);
    expect(asked).toEqual([]);
    expect(reloads).toEqual([channelId]);
  });
});
