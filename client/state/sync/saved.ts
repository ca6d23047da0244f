import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import type { ChatState, ChatStore } from '#state/nouns/state.ts';
import type { Timeline } from '#state/nouns/timeline.ts';
import type { Call } from './connection.ts';

// What I saved is not in the messages, which are the same for everybody: it is asked for page by page, of what is
// loaded. Whoever has saved nothing asks for nothing.

/** Timers hold no longer, in ms; then the time is looked at again. */
const longest = 60 * 60_000;
/** At least, in ms, between two questions whether it is time: the server's clock is not this one. */
const least = 1_000;

/** How far a window has been asked about: the messages from one `seq` to another. */
interface Asked {
  from: number;
  to: number;
  /** It reached the newest message: what comes after that comes as it is written, saved by nobody yet. */
  isNewest: boolean;
}

/** Keeps the marks of loaded messages and the count of due reminders true, until the returned function is called. */
export function keepSaved(store: ChatStore, call: Call): () => void {
  const asked = new Map<string, Asked>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = least;

  function look({ connection, saved, timelines }: ChatState) {
    if (connection !== 'live') return;
    if (saved.count === 0) return forget(saved);
    for (const [id, timeline] of Object.entries(timelines)) {
      const known = asked.get(id);
      const wanted = unasked(timeline, known);
      const reached = reachOf(timeline, known);
      if (reached) asked.set(id, reached);
      for (let at = 0; at < wanted.length; at += limits.page)
        void ask(id, wanted.slice(at, at + limits.page));
    }
  }

  /** Nothing is saved, so nothing has to be asked for: whatever still has a mark lost it at another device. */
  function forget(saved: ChatState['saved']) {
    asked.clear();
    if (Object.keys(saved.marks).length > 0) store.setState({ saved: { ...saved, marks: {} } });
  }

  async function ask(conversationId: string, messages: Message[]) {
    const ids = messages.map(({ id }) => id);
    try {
      const { items } = await call('saved:among', { messageIds: ids });
      store.setState(({ saved }) => {
        const marks = { ...saved.marks };
        for (const id of ids) delete marks[id];
        for (const { messageId, ...mark } of items) marks[messageId] = mark;
        return { saved: { ...saved, marks } };
      });
    } catch {
      // Asked again with the next connection, or when the conversation is loaded anew.
      asked.delete(conversationId);
    }
  }

  function setAlarm({ nextAt }: ChatState['saved'], atLeast: number) {
    clearTimeout(timer);
    if (nextAt === null) return;
    const left = Date.parse(nextAt) - Date.now();
    const next = left > longest ? () => setAlarm(store.getState().saved, least) : () => void ring();
    timer = setTimeout(next, Math.min(longest, Math.max(left, atLeast)));
  }

  async function ring() {
    const { connection, saved } = store.getState();
    if (connection !== 'live') return;
    const summary = await call('saved:summary', {}).catch(() => null);
    // By the server's clock it is not time yet: it is asked less and less often.
    wait = summary?.nextAt === saved.nextAt ? Math.min(2 * wait, 60_000) : least;
    if (summary) store.setState((state) => ({ saved: { ...state.saved, ...summary } }));
    setAlarm(store.getState().saved, wait);
  }

  const stop = store.subscribe((state, previous) => {
    const hasCome = state.connection === 'live' && previous.connection !== 'live';
    // Other devices may have said something meanwhile.
    if (hasCome) asked.clear();
    if (hasCome || state.timelines !== previous.timelines || state.saved.count !== previous.saved.count)
      look(state);
    if (hasCome || state.saved.nextAt !== previous.saved.nextAt) setAlarm(state.saved, least);
  });
  look(store.getState());
  setAlarm(store.getState().saved, least);
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** What of a window has not been asked about. Where nothing but the newest message was added, it costs nothing. */
function unasked({ messages }: Timeline, known: Asked | undefined): Message[] {
  const first = messages[0]?.seq ?? 0;
  const last = messages.at(-1)?.seq ?? -1;
  if (!known || last < known.from - 1 || first > known.to + 1) return messages;
  const before = messages.slice(0, Math.max(0, known.from - first));
  const after = known.isNewest ? [] : messages.slice(Math.max(0, known.to - first + 1));
  return [...before, ...after];
}

/** How far it has been asked about after that; null when nothing is loaded. */
function reachOf({ messages, hasAfter }: Timeline, known: Asked | undefined): Asked | null {
  const first = messages[0]?.seq;
  const last = messages.at(-1)?.seq;
  if (first === undefined || last === undefined) return null;
  const isBeside = known && last >= known.from - 1 && first <= known.to + 1;
  return {
    from: isBeside ? Math.min(first, known.from) : first,
    to: isBeside ? Math.max(last, known.to) : last,
    isNewest: !hasAfter,
  };
}
