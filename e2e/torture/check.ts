import type pg from 'pg';
import type { Message } from '#contract/messages.ts';
import { pageDifferences, storedDifferences, viewDifferences } from './checker.ts';
import { type Hand, rest } from './hand.ts';
import type { Journal } from './journal.ts';
import type { LiveClient } from './live-client.ts';
import type { Person } from './people.ts';
import { readStoredState } from './stored-state.ts';

interface Outcome {
  journal: Journal;
  session: pg.Client;
  live: LiveClient[];
  hands: Hand[];
  people: Person[];
  conversationIds: string[];
  url: string;
}

/** Compares the database with what was promised, and every client with the database. Throws the first difference. */
export async function checkEverything({
  journal,
  session,
  live,
  hands,
  people,
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
  }
  let compared = 0;
  const headers = new Map(people.map((person) => [person.id as string, person.headers]));
  // Whole histories, as each client may load them; a few clients at a time.
  const queue = [...hands];
  const reader = async () => {
    for (let hand = queue.pop(); hand; hand = queue.pop())
      for (const conversationId of hand.conversationIds) {
        const whole = stored.messages.get(conversationId) ?? [];
        compared += await compareHistory(hand, headers.get(hand.userId) ?? {}, conversationId, whole, url);
      }
  };
  await Promise.all([reader(), reader(), reader(), reader()]);
  return { messages: [...stored.messages.values()].flat().length, compared };
}

const pageSize = 100;

async function compareHistory(
  hand: Hand,
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
        `The history that ${hand.name} loads`,
        page.items,
        whole.slice(after, after + pageSize),
      ),
    );
    after += page.items.length;
    if (page.hasAfter !== after < whole.length)
      throw new Error(
        `The history that ${hand.name} loads is wrong about what comes after seq ${after} of ${whole.length}.`,
      );
    if (!page.hasAfter) return after;
  }
}

function refuse(differences: Iterable<string>): void {
  for (const difference of differences) throw new Error(difference);
}
