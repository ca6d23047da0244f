import type { OperationInput } from '#contract/operations.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import { type ChatClient, createChatClient } from '#state/chat-client.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { installWindow } from './browser-events.ts';
import {
  type ChangeName,
  type Deadline,
  rest,
  retry,
  type SendOptions,
  type TortureClient,
} from './client.ts';
import { type Intent, type Journal, noteIntent, sendingOf } from './journal.ts';
import { changeByOutbox, type OutboxChange } from './outbox-changes.ts';
import type { Random } from './random.ts';
import type { TortureUser } from './users.ts';
import { createWaitingMessages } from './waiting-messages.ts';

interface Options {
  name: string;
  user: TortureUser;
  conversationIds: string[];
  ownChannelId: string | null;
  snapshot: SyncSnapshot;
  /** The proxy it is connected through, and those for requests beside it. */
  proxy: string;
  proxies: string[];
  journal: Journal;
  random: Random;
  deadline: Deadline;
}

/** The product's own client, as the browser runs it, without a browser. */
export interface LiveClient extends TortureClient {
  state(): ChatState;
  /** How often it came back after a loss, and how often that brought it something it had missed. */
  counts: { reconnects: number; catchUps: number };
  stop(): void;
}

/** Connects and opens every conversation it takes part in. */
export async function createLiveClient(options: Options): Promise<LiveClient> {
  const { name, user, conversationIds, snapshot, proxy, proxies, journal, random, deadline } = options;
  const { headers } = user;
  installWindow();
  const client: ChatClient = createChatClient({ snapshot, url: proxy, headers });
  const { store, actions } = client;
  const unacknowledged = createWaitingMessages(name, journal, deadline);
  const counts = countReconnects(client);

  store.subscribe((state, previous) => {
    if (state.outbox !== previous.outbox) unacknowledged.update(state);
    if (state.connection === previous.connection) return;
    if (state.connection === 'ended') unacknowledged.abandon(new Error(`${name} was signed out`));
    // Whatever waits when a connection is lost is sent again by the outbox.
    if (previous.connection === 'live') journal.counts.retried += unacknowledged.size;
  });

  function deliver(
    conversationId: string,
    body: string,
    onIntent: (intent: Intent) => void,
    options: SendOptions,
  ): Promise<Intent> {
    actions.send(conversationId, body, options);
    const pending = store.getState().outbox[conversationId]?.findLast((item) => item.body === body);
    if (!pending) throw new Error(`The outbox of ${name} did not take a message`);
    const { clientId } = pending;
    const intent = noteIntent(journal, {
      ...{ clientId, sender: name, authorId: user.id, conversationId, body },
      ...options,
    });
    onIntent(intent);
    return unacknowledged.wait(intent);
  }

  function retried() {
    journal.counts.retried += 1;
  }

  function again<Result>(what: string, attempt: () => Promise<Result>): Promise<Result> {
    return retry(what, deadline, random, attempt, retried);
  }

  const stop = client.start();
  try {
    for (const id of conversationIds) await again(`Opening ${id}`, () => actions.open(id));
  } catch (error) {
    stop();
    throw error;
  }
  return {
    name,
    userId: user.id,
    conversationIds,
    ownChannelId: options.ownChannelId,
    counts,
    state: store.getState,
    stop,
    send: (conversationId, bodies, onIntent, options = {}) =>
      Promise.all(bodies.map((body) => deliver(conversationId, body, onIntent, options))),
    openThread: (parentId, { seq }) =>
      again(`Opening a thread of ${parentId}`, () => actions.openThread(parentId, seq, null)),
    follow: (threadId, follows) =>
      again(`Following ${threadId}`, () => actions.followThread(threadId, follows)),
    archive: (conversationId, archived) =>
      again(`Archiving ${conversationId}`, () => actions.updateConversation(conversationId, { archived })),
    async read(conversationId, seq) {
      const { lastReadSeq = 0 } = store.getState().conversations[conversationId] ?? {};
      if (seq < lastReadSeq) actions.markUnread(conversationId, seq);
      else actions.markRead(conversationId, seq);
    },
    async change(operation, input) {
      const { messageId, wanted } = wantedBy(operation, input);
      const byOutbox = await changeByOutbox(client, messageId, wanted, deadline);
      if (byOutbox) journal.counts.byOutbox += 1;
      else await again(`${operation} of ${name}`, () => actions.call(operation, input));
    },
    repeat: (intent) =>
      rest(random.pick(proxies), headers, 'message:send', sendingOf(intent)).catch(() => null),
  };
}

/** What a call would do, as a change of a message. */
function wantedBy<Name extends ChangeName>(
  operation: Name,
  input: OperationInput<Name>,
): { messageId: string; wanted: OutboxChange } {
  const { id, messageId, body, emoji, remindAt }: Partial<Record<string, string | null>> = input;
  const kinds: Record<ChangeName, OutboxChange> = {
    'message:edit': { kind: 'edit', body: body ?? '' },
    'message:delete': { kind: 'delete' },
    'message:restore': { kind: 'restore' },
    'reaction:add': { kind: 'react', emoji: emoji ?? '', given: true },
    'reaction:remove': { kind: 'react', emoji: emoji ?? '', given: false },
    'message:pin': { kind: 'pin', given: true },
    'message:unpin': { kind: 'pin', given: false },
    'message:save': { kind: 'save', given: true, ...(remindAt === undefined ? {} : { remindAt }) },
    'message:unsave': { kind: 'save', given: false },
  };
  return { messageId: id ?? messageId ?? '', wanted: kinds[operation] };
}

function countReconnects({ store }: ChatClient): LiveClient['counts'] {
  const counts = { reconnects: 0, catchUps: 0 };
  let wasLive = false;
  let versionsWhenLost = 0;
  store.subscribe((state, previous) => {
    if (state.connection === previous.connection) return;
    if (previous.connection === 'live') versionsWhenLost = versionsOf(previous);
    if (state.connection !== 'live') return;
    if (wasLive) counts.reconnects += 1;
    if (wasLive && versionsOf(state) > versionsWhenLost) counts.catchUps += 1;
    wasLive = true;
  });
  return counts;
}

function versionsOf(state: ChatState): number {
  return Object.values(state.timelines).reduce((sum, timeline) => sum + timeline.version, 0);
}

export function isLive(client: TortureClient): client is LiveClient {
  return 'state' in client;
}
