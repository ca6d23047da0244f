import { v4 as uuid } from 'uuid';
import { Refusal } from '#contract/errors.ts';
import type { SidebarLayout } from '#contract/sidebar.ts';
import type { LocalNotes } from '#state/kept/local-notes.ts';
import { arranged, isSameLayout, type SidebarCommand, subjectOf } from '#state/nouns/arranging.ts';
import { laterSidebar } from '#state/nouns/sidebar.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import type { Call } from './connection.ts';
import { createRetries, isPassing } from './retries.ts';

/** What was done to the sidebar and the server has not acknowledged, at most. */
const waitingMost = 500;

/** A command on its way, as this browser notes it: it outlives the page. */
interface Waiting {
  id: string;
  /** In ms since 1970, or a little more: the order of doing. */
  at: number;
  command: SidebarCommand;
}

interface Promised {
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Arranges the sidebar: shown at once, kept in this browser, sent when there is a connection. The server takes the
 * whole of it, made from a version; where that is not the newest, the commands are laid over the newest and sent again.
 */
export function createArranging(store: ChatStore, call: Call, notes: LocalNotes) {
  const promises = new Map<string, Promised>();
  let waiting = keptIn(notes.all());
  /** Refusals that nobody was there for. */
  const unheard: unknown[] = [];
  let hear: ((error: unknown) => void) | null = null;
  let isSending = false;
  /** How many go together: one, when the server refused some, to find which. */
  let together = waitingMost;
  const retries = createRetries(() => void send());

  function layOver(commands: readonly Waiting[]): SidebarLayout {
    const { sections, starred }: SidebarLayout = store.getState().sidebar;
    return commands.reduce((layout, { command }) => arranged(layout, command), { sections, starred });
  }

  function show() {
    const isNothing = waiting.length === 0;
    if (isNothing && store.getState().arranged === null) return;
    store.setState({ arranged: isNothing ? null : layOver(waiting) });
  }

  /** These are done, or (with an error) will not be. */
  function settle(done: readonly Waiting[], error: unknown = null) {
    waiting = waiting.filter((item) => !done.includes(item));
    for (const { id } of done) {
      notes.write(id, null);
      const promised = promises.get(id);
      promises.delete(id);
      if (error === null) promised?.resolve();
      else if (promised) promised.reject(error);
      else if (hear) hear(error);
      else unheard.push(error);
    }
    show();
  }

  async function send() {
    if (isSending) return;
    isSending = true;
    try {
      while (waiting.length > 0 && store.getState().connection === 'live') await sendSome();
    } catch (error) {
      retries.failed('sidebar', error);
    } finally {
      isSending = false;
    }
  }

  /** Rejects when they have to wait. */
  async function refused(sent: readonly Waiting[], error: unknown) {
    if (isPassing(error) || store.getState().connection === 'ended') throw error;
    if (error instanceof Refusal && error.code === 'conflict')
      store.setState({ sidebar: await call('sidebar:get', {}) });
    else if (sent.length > 1) together = 1;
    else settle(sent, error);
  }

  /** Rejects when it has to wait. */
  async function sendSome() {
    const sent = waiting.slice(0, together);
    try {
      const { sidebar } = store.getState();
      const wanted = layOver(sent);
      if (!isSameLayout(wanted, sidebar)) {
        const answer = await call('sidebar:set', { ...wanted, basedOn: sidebar.version });
        store.setState((state) => ({ sidebar: laterSidebar(state.sidebar, answer) }));
      }
      retries.settled('sidebar');
      settle(sent);
    } catch (error) {
      await refused(sent, error);
    }
    if (waiting.length === 0) together = waitingMost;
  }

  /** Resolves when the server took it, however late. Rejects with a Refusal when it did not: then it is undone. */
  function arrange(command: SidebarCommand): Promise<void> {
    const earlier = isSending ? [] : waiting.filter(isReplacedBy(command));
    if (waiting.length - earlier.length >= waitingMost)
      return Promise.reject(new Refusal('conflict', 'Too much waits for the connection already.'));
    settle(earlier);
    const at = Math.max(Date.now(), (waiting.at(-1)?.at ?? 0) + 1);
    const item = { id: uuid(), at, command };
    waiting = [...waiting, item];
    notes.write(item.id, JSON.stringify(item));
    show();
    return new Promise((resolve, reject) => {
      promises.set(item.id, { resolve, reject });
      void send();
    });
  }

  const stop = store.subscribe((state, previous) => {
    if (state.sidebar !== previous.sidebar) show();
    if (state.connection === 'live' && previous.connection !== 'live') void send();
  });
  show();
  void send();

  return {
    arrange,
    /** Folds a section or unfolds it. A refusal is for `watchRefused`. */
    collapse(id: string, isCollapsed: boolean): void {
      arrange({ kind: 'collapse', id, isCollapsed }).catch((error: unknown) => hear?.(error));
    },
    /** Calls for each refusal that no promise carries, such as of what an earlier page did. Returns the way to stop. */
    watchRefused(listener: (error: unknown) => void): () => void {
      hear = listener;
      for (const error of unheard.splice(0)) listener(error);
      return () => {
        hear = null;
      };
    },
    /** A new section with a conversation in it. */
    async makeSection(name: string, conversationId: string): Promise<void> {
      const id = uuid();
      await Promise.all([
        arrange({ kind: 'make', id, name }),
        arrange({ kind: 'place', conversationId, place: id, before: null }),
      ]);
    },
    /** Signed out: nothing of it is sent any more. */
    forget() {
      waiting = [];
    },
    stop() {
      stop();
      retries.stop();
    },
  };
}

export type Arranging = ReturnType<typeof createArranging>;

/** What a command says anew is not said twice. What makes or takes away a section stays, and in its order. */
function isReplacedBy(next: SidebarCommand): (waiting: Waiting) => boolean {
  const isAbsolute = next.kind === 'rename' || next.kind === 'collapse';
  return ({ command }) => isAbsolute && subjectOf(command) === subjectOf(next);
}

function keptIn(notes: [key: string, text: string][]): Waiting[] {
  return notes
    .flatMap(([, text]): Waiting[] => {
      try {
        return [JSON.parse(text)];
      } catch {
        return [];
      }
    })
    .sort((one, other) => one.at - other.at);
}
