import type { IncomingMessage } from 'node:http';
import { getWorkspace } from '#domain/workspace.ts';
import type { Log } from '#platform/log.ts';
import { loadConversationPage } from './conversation-page.ts';
import { createKeptPages, type KeptPages } from './kept-pages.ts';
import { createPageCall } from './page-calls.ts';
import type { PageInput } from './page-input.ts';
import { fillPacked, fillPage, type PageTemplate } from './page-template.ts';
import { timed } from './page-timing.ts';
import { compressed, withoutFramework } from './plain-pages.ts';
import { actorOf, sessionTokens } from './session.ts';

/** Pages of one kind that are kept. */
export interface Kind {
  /** What is asked for: path and query. */
  address: RegExp;
  kept: KeptPages;
  /** What such a page is made of. Null: it is made without, and not kept. */
  read(request: IncomingMessage): Promise<Read | null>;
  /** The page as it is sent, of what Next wrote. */
  finish(page: string): string;
  /** The body of an answer, in an encoding that is accepted. */
  pack(template: PageTemplate, texts: readonly string[], accepted: string): Promise<Packed>;
}

type Packed = readonly [encoding: 'br' | 'gzip' | null, body: Uint8Array];

export interface Read {
  /** What it is made of, with this in the place of the cursor. */
  input(cursor: string): Omit<PageInput, 'now'>;
  /** The cursor of its snapshot: every write anywhere moves it, and nothing draws it. */
  cursor: string;
}

/** A channel, a private or a direct conversation, where one left it: not what links within it lead to. */
export function conversationKind(log: Log): Kind {
  const call = createPageCall(log);
  return {
    address: /^\/c\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/,
    kept: createKeptPages({ pages: 1_000, bytes: 32 * 1024 * 1024 }),
    async read({ url = '', headers }) {
      const actor = await timed(() => actorOf(headers.cookie));
      if (!actor || actor.mustSetUp) return null;
      const goal = { conversationId: url.slice('/c/'.length), message: null, at: null };
      const { snapshot, opened } = await loadConversationPage(call, actor, goal);
      return {
        input: (cursor) => ({ conversation: { snapshot: { ...snapshot, cursor }, opened } }),
        cursor: snapshot.cursor,
      };
    },
    finish: (page) => page,
    pack: async (template, texts, accepted) =>
      /\bgzip\b/.test(accepted)
        ? ['gzip', fillPacked(template, texts)]
        : [null, await fillPage(template, texts)],
  };
}

/** For whoever has no session. */
export function signInKind(): Kind {
  return {
    address: /^\/sign-in(?:\?.{0,200})?$/,
    kept: createKeptPages({ pages: 100, bytes: 1024 * 1024 }),
    async read({ headers }) {
      if (sessionTokens(headers.cookie).length > 0) return null;
      const workspace = await timed(getWorkspace);
      return workspace.empty ? null : { input: () => ({ workspace }), cursor: '' };
    },
    finish: withoutFramework,
    pack: async (template, texts, accepted) => compressed(await fillPage(template, texts), accepted),
  };
}
