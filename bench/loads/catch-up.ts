import { isDeepStrictEqual } from 'node:util';
import { answerCalls } from '#bench/load-process.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import { type ChatClient, createChatClient } from '#state/chat-client.ts';
import type { ChatState } from '#state/nouns/state.ts';

// The state of the browser, without the browser: it leaves, comes back, and is compared with one that is loaded afresh.

export interface CatchUpCommands {
  /** Loads everything and opens these conversations, the last ones of which stay loaded. */
  enter(where: Where): Promise<void>;
  leave(): void;
  /** Connects again; resolves when all that is loaded is up to date, with what that took in ms. */
  comeBack(): Promise<number>;
  /** Loads everything afresh; gives what that took in ms, and what of it is otherwise than in the one that came back. */
  compare(): Promise<{ milliseconds: number; differences: string[]; loaded: number }>;
}

interface Where {
  url: string;
  cookie: string;
  conversationIds: string[];
}

const TIMEOUT = 30_000;

let where: Where | null = null;
let client: ChatClient | null = null;
let stop: () => void = () => undefined;

answerCalls({
  async enter(given: Where) {
    where = given;
    client = await createClient(given);
    stop = client.start();
    await whenUpToDate(client);
    for (const id of given.conversationIds) await openAtEnd(client, id);
  },
  leave: () => stop(),
  async comeBack() {
    const mine = entered(client);
    const began = performance.now();
    const live = whenUpToDate(mine);
    stop = mine.start();
    await live;
    return performance.now() - began;
  },
  async compare() {
    const mine = entered(client).store.getState();
    const began = performance.now();
    const fresh = await createClient(entered(where));
    const end = fresh.start();
    await whenUpToDate(fresh);
    const milliseconds = performance.now() - began;
    const loaded = Object.keys(mine.timelines);
    for (const id of loaded) await openAtEnd(fresh, id);
    end();
    return { milliseconds, loaded: loaded.length, differences: differencesOf(mine, fresh.store.getState()) };
  },
});

function entered<Value>(value: Value | null): Value {
  if (value === null) throw new Error('Nobody has entered');
  return value;
}

async function createClient({ url, cookie }: Where): Promise<ChatClient> {
  const answer = await fetch(`${url}/api/v1/sync`, { headers: { cookie } });
  if (!answer.ok) throw new Error(`sync answered ${answer.status}`);
  const snapshot: SyncSnapshot = await answer.json();
  return createChatClient({ snapshot, url, headers: { Cookie: cookie } });
}

/** What is unread opens where that begins. */
async function openAtEnd({ actions }: ChatClient, id: string): Promise<void> {
  await actions.open(id);
  await actions.jumpToLatest(id);
}

/** Resolves when it is live and no loaded window lacks anything that is known to exist. */
function whenUpToDate({ store }: ChatClient): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('It does not get up to date')), TIMEOUT);
    // Before it starts it says what it said when it was left.
    let hasConnected = false;
    const unsubscribe = store.subscribe((state) => {
      hasConnected ||= state.connection === 'connecting';
      if (!(hasConnected && state.connection === 'live' && isComplete(state))) return;
      clearTimeout(timer);
      unsubscribe();
      resolve();
    });
  });
}

function isComplete({ timelines, conversations }: ChatState): boolean {
  return Object.entries(timelines).every(
    ([id, { version, loading }]) => loading === null && version >= (conversations[id]?.version ?? 0),
  );
}

/** What the two do not agree on; of windows, what the fresh one holds, for the other may reach further back. */
function differencesOf(one: ChatState, fresh: ChatState): string[] {
  const parts = ['me', 'workspace', 'conversations', 'sidebar', 'saved', 'life'] as const;
  const different: string[] = parts.filter((part) => !isDeepStrictEqual(one[part], fresh[part]));
  if (!isDeepStrictEqual(one.joinedIds.toSorted(), fresh.joinedIds.toSorted())) different.push('joinedIds');
  for (const [id, { messages, version, hasAfter }] of Object.entries(one.timelines)) {
    const other = fresh.timelines[id];
    if (!other) continue;
    const same = messages.slice(-other.messages.length);
    if (version !== other.version || hasAfter !== other.hasAfter || !isDeepStrictEqual(same, other.messages))
      different.push(`the messages of ${id}`);
  }
  return different;
}
