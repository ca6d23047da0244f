import type { IncomingMessage } from 'node:http';
import type { SyncSnapshot } from '#contract/sync.ts';
import type { Actor } from '#domain/actor.ts';
import { digestOfShown, findPageState, findShown, type PageState } from '#domain/page-state.ts';
import { movedCursor } from '#domain/sync-cursors.ts';
import { getWorkspace } from '#domain/workspace.ts';
import type { Log } from '#platform/log.ts';
import { loadConversationPage } from './conversation-page.ts';
import { guarded } from './dispatch.ts';
import { type Again, createKeptPages, type KeptPages } from './kept-pages.ts';
import { createPageCall } from './page-calls.ts';
import type { PageInput } from './page-input.ts';
import { fillPacked, fillPage, type PageTemplate } from './page-template.ts';
import { timed } from './page-timing.ts';
import { paintedFirst } from './painted-first.ts';
import { compressed, withoutFramework } from './plain-pages.ts';
import { actorOf, sessionTokens } from './session.ts';

/** Pages of one kind that are kept. */
export interface Kind {
  /** What is asked for: path and query. */
  address: RegExp;
  kept: KeptPages;
  /** Whose page is asked for. Null: it is made as any other, and not kept. */
  find(request: IncomingMessage): Promise<Found | null>;
  /** The page as it is sent, of what Next wrote. */
  finish(page: string): string;
  /** The body of an answer, in an encoding that is accepted. */
  pack(template: PageTemplate, texts: readonly string[], accepted: string): Promise<Packed>;
}

/** What one id of a user takes in memory. */
const ID_BYTES = 60;

type Packed = readonly [encoding: 'br' | 'gzip' | null, body: Uint8Array];

export interface Found {
  /** Whoever has another text here has another page. */
  whose: string;
  /** Reads what it is made of. Rejects with a Refusal. */
  load(): Promise<Loaded>;
}

export interface Loaded {
  /** What it is made of, with this in the place of the cursor. */
  input(cursor: string): Omit<PageInput, 'now'>;
  /** The cursor of its snapshot: every write anywhere moves it, and nothing draws it. */
  cursor: string;
  again: Again;
}

/** A channel, a private or a direct conversation, where one left it: not what links within it lead to. */
export function conversationKind(log: Log): Kind {
  return {
    address: /^\/c\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/,
    kept: createKeptPages({ pages: 1_000, bytes: 32 * 1024 * 1024 }),
    async find({ url = '', headers }) {
      const actor = await timed(() => actorOf(headers.cookie));
      if (!actor || actor.mustSetUp) return null;
      const conversationId = url.slice('/c/'.length);
      const whose = `${actor.userId} ${actor.role}`;
      return { whose, load: () => loadConversation({ actor, conversationId, log }) };
    },
    finish: paintedFirst,
    pack: async (template, texts, accepted) =>
      /\bgzip\b/.test(accepted)
        ? ['gzip', fillPacked(template, texts)]
        : [null, await fillPage(template, texts)],
  };
}

interface Wanted {
  actor: Actor;
  conversationId: string;
  log: Log;
}

async function loadConversation(wanted: Wanted): Promise<Loaded> {
  const { actor, conversationId, log } = wanted;
  // Before anything else: the page may be newer than what is kept of its making says, and never older.
  const state = await askState(wanted);
  const goal = { conversationId, message: null, at: null };
  const { snapshot, opened } = await loadConversationPage(createPageCall(log), actor, goal);
  return {
    input: (cursor) => ({ conversation: { snapshot: { ...snapshot, cursor }, opened } }),
    cursor: snapshot.cursor,
    again: againOf(wanted, state, snapshot),
  };
}

/** The state of the page now, for whoever may read the conversation; a call as any other. */
function askState({ actor, conversationId, log }: Wanted): Promise<PageState | null> {
  const caller = { actor, address: 'page', origin: '', log };
  return timed(() =>
    guarded(caller, 'conversation:get', { conversationId }, (input) =>
      findPageState(actor, input.conversationId),
    ),
  );
}

/** Keeps nothing of the snapshot itself, which is large. */
function againOf(wanted: Wanted, made: PageState | null, { users, saved, cursor }: SyncSnapshot): Again {
  const { actor } = wanted;
  const userIds = users.map(({ id }) => id);
  const digest = digestOfShown({ users, saved });
  return {
    bytes: 1_000 + userIds.length * ID_BYTES,
    async ask() {
      const [now, shown] = await Promise.all([askState(wanted), timed(() => findShown(actor, userIds))]);
      if (!(now && made) || now.state !== made.state || digestOfShown(shown) !== digest) return null;
      return movedCursor(cursor, now.mark);
    },
  };
}

/** For whoever has no session. */
export function signInKind(): Kind {
  return {
    address: /^\/sign-in(?:\?.{0,200})?$/,
    kept: createKeptPages({ pages: 100, bytes: 1024 * 1024 }),
    async find({ headers }) {
      if (sessionTokens(headers.cookie).length > 0) return null;
      const workspace = await timed(getWorkspace);
      if (workspace.empty) return null;
      // It is made of nothing else, so there is nothing to ask for again.
      const again = { bytes: 0, ask: async () => '' };
      return {
        whose: JSON.stringify(workspace),
        load: async () => ({ input: () => ({ workspace }), cursor: '', again }),
      };
    },
    finish: withoutFramework,
    pack: async (template, texts, accepted) => compressed(await fillPage(template, texts), accepted),
  };
}
