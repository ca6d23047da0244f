import type pg from 'pg';
import type { Message } from '#contract/messages.ts';
import { listDifferences } from './check-lists.ts';
import { followedDifferences, pageDifferences, storedDifferences, viewDifferences } from './checker.ts';
import { rest, type TortureClient } from './client.ts';
import type { Journal } from './journal.ts';
import type { LiveClient } from './live-client.ts';
import { readStoredState } from './stored-state.ts';
import type { TortureUser } from './users.ts';

interface Outcome {
  journal: Journal;
  session: pg.Client;
  live: LiveClient[];
  clients: TortureClient[];
  users: TortureUser[];
  conversationIds: string[];
  url: string;
}

/** Compares the database with what was promised, and every client with the database. Throws the first difference. */
export async function checkEverything({
  journal,
  session,
  live,
  clients,
  users,
  conversationIds,
  url,
}: Outcome) {
  const stored = await readStoredState(session, conversationIds);
  refuse(storedDifferences(journal, stored));
  for (const { name, userId, conversationIds: own, state } of live) {
    const { conversations, timelines } = state();
    for (const conversationId of own) {
      const view = {
        client: name,
        userId,
        conversationId,
        facts: conversations[conversationId],
        window: timelines[conversationId],
      };
      refuse(viewDifferences(view, stored));
    }
    refuse(followedDifferences({ name, userId, conversations, timelines }, stored));
  }
  let compared = 0;
  const headers = new Map(users.map((user) => [user.id as string, user.headers]));
  // Whole histories, as each client may load them; a few clients at a time.
  const readable = (ids: string[]) =>
    [...stored.conversations.values()].flatMap(({ id, parentId }) =>
      ids.includes(parentId ?? id) ? [id] : [],
    );
  const queue = [...clients];
  const reader = async () => {
    for (let client = queue.pop(); client; client = queue.pop()) {
      const own = headers.get(client.userId) ?? {};
      const ids = readable(client.conversationIds);
      for (const id of ids)
        compared += await compareHistory(client, own, id, stored.messages.get(id) ?? [], url);
      refuse(await listDifferences(client, own, ids, stored, url));
    }
  };
  await Promise.all([reader(), reader(), reader(), reader()]);
  return { messages: [...stored.messages.values()].flat().length, compared };
}

const pageSize = 100;

async function compareHistory(
  client: TortureClient,
  headers: Record<string, string>,
  conversationId: string,
  whole: Message[],
  url: string,
): Promise<number> {
  let after = 0;
  for (;;) {
    const page = await rest(url, headers, 'message:list', { conversationId, after, limit: pageSize });
    refuse(
      pageDifferences(
        `The history that ${client.name} loads`,
        page.items,
        whole.slice(after, after + pageSize),
      ),
    );
    after += page.items.length;
    if (page.hasAfter !== after < whole.length)
      throw new Error(
        `The history that ${client.name} loads is wrong about what comes after seq ${after} of ${whole.length}.`,
      );
    if (!page.hasAfter) return after;
  }
}

function refuse(differences: Iterable<string>): void {
  for (const difference of differences) throw new Error(difference);
}
