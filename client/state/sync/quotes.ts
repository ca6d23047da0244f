import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import type { Quote } from '#contract/quotes.ts';
import type { Cache } from '#state/kept/cache.ts';
import type { ChatState, ChatStore } from '#state/nouns/state.ts';
import type { Call } from './connection.ts';
import { whenAllowed } from './retries.ts';
import type { Users } from './users.ts';

/** Quotes that are kept: more than two full windows of messages with three each. Those asked for first give way. */
const most = 2_000;

type Answered = [reference: string, quote: Quote | null];

/** Fetches what permalinks lead to, many at once; without a connection, what this browser keeps of it. */
export function createQuotes(
  store: ChatStore,
  call: Call,
  users: Pick<Users, 'want'>,
  cache: Pick<Cache, 'read'>,
) {
  const wanted = new Set<string>();
  /** Asked for over this connection: what changed since is heard. */
  const asked = new Set<string>();
  let isDue = false;

  store.subscribe(({ connection }, before) => {
    if (connection === before.connection) return;
    asked.clear();
    fetchSoon();
  });

  /** While it is not known whether there is a connection, it waits. */
  function fetchSoon() {
    const { connection } = store.getState();
    if (isDue || wanted.size === 0 || !(connection === 'live' || connection === 'offline')) return;
    isDue = true;
    setTimeout(() => void fetchWanted(), 0);
  }

  async function fetchWanted() {
    isDue = false;
    const references = [...wanted];
    wanted.clear();
    if (store.getState().connection !== 'live') return void (await findKept(references));
    for (let from = 0; from < references.length; from += limits.quotes)
      await fetchSome(references.slice(from, from + limits.quotes));
  }

  async function fetchSome(refs: string[]) {
    const { conversations } = store.getState();
    for (const reference of refs) asked.add(reference);
    try {
      const { items } = await whenAllowed(() => call('message:quotes', { refs }));
      // Of what I left meanwhile, nothing is to be seen.
      const isLeft = (id: string) => conversations[id] && !store.getState().conversations[id];
      const answers = refs.map((reference, index): Answered => [reference, items[index] ?? null]);
      put(answers.filter(([reference]) => !isLeft(homeOf(reference))));
    } catch {
      // Asked again with the next connection, or when it comes into sight again.
      for (const reference of refs) asked.delete(reference);
    }
  }

  async function findKept(references: string[]) {
    const answers = await Promise.all(
      references.map(async (reference): Promise<Answered> => [reference, await keptQuote(reference)]),
    );
    put(answers.filter(([reference]) => !store.getState().quotes[homeOf(reference)]?.[reference]));
  }

  async function keptQuote(reference: string): Promise<Quote | null> {
    const { conversations, timelines } = store.getState();
    const [home = '', first, reply] = reference.split(':');
    const seq = Number(reply ?? first);
    const conversation = reply
      ? Object.values(conversations).find((one) => one.parentId === home && one.rootSeq === Number(first))
      : conversations[home];
    if (!conversation) return null;
    const { id } = conversation;
    const isIt = (message: Message) => message.seq === seq && !message.deletedAt;
    const message = timelines[id]?.messages.find(isIt) ?? (await cache.read(id))?.messages.find(isIt);
    if (!message) return null;
    const { version, conversationId, authorId, body, mentions, createdAt } = message;
    const files = message.files.slice(0, limits.quotedFiles);
    const { parentId, rootSeq } = conversation;
    const channel = (parentId === null ? conversation : conversations[parentId])?.name ?? null;
    return {
      ...{ conversationId, seq, version, authorId, body, mentions, createdAt },
      ...{ files, parentId, rootSeq, channel },
    };
  }

  function put(answers: Answered[]) {
    store.setState((state) => ({ quotes: withQuotes(state, answers) }));
    users.want(answers.flatMap(([, quote]) => (quote ? [quote.authorId] : [])));
  }

  return {
    /** These are to be known; what is known and kept up to date costs nothing. What was nothing is asked for anew. */
    want(references: Iterable<string>) {
      const { quotes } = store.getState();
      for (const reference of references)
        if (!(asked.has(reference) && quotes[homeOf(reference)]?.[reference])) wanted.add(reference);
      fetchSoon();
    },
  };
}

/** The conversation that a reference begins with. */
function homeOf(reference: string): string {
  return reference.slice(0, reference.indexOf(':'));
}

function withQuotes(state: ChatState, answers: readonly Answered[]): ChatState['quotes'] {
  const quotes = { ...state.quotes };
  for (const [reference, quote] of answers) {
    const home = homeOf(reference);
    const known = quotes[home]?.[reference];
    const isLater = known && quote && known.version > quote.version;
    quotes[home] = { ...quotes[home], [reference]: isLater ? known : quote };
  }
  let count = Object.values(quotes).reduce((sum, own) => sum + Object.keys(own).length, 0);
  for (const [home, own] of Object.entries(quotes)) {
    if (count <= most) break;
    count -= Object.keys(own).length;
    delete quotes[home];
  }
  return quotes;
}
