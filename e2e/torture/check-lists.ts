import type { Message } from '#contract/messages.ts';
import type { SavedMessage } from '#contract/saved.ts';
import { pageDifferences } from './checker.ts';
import { rest, type TortureClient } from './client.ts';
import { pinsOf, savedListDifferences } from './mark-checker.ts';
import type { StoredState } from './stored-state.ts';

const pageSize = 100;

/** Whatever the lists that a client loads say else than the database: what its user saved, and pins. */
export async function listDifferences(
  { name, userId }: TortureClient,
  headers: Record<string, string>,
  conversationIds: string[],
  stored: StoredState,
  url: string,
): Promise<string[]> {
  const saved = await loadAll<SavedMessage>((page) => rest(url, headers, 'saved:list', page));
  const messages = new Map<string, Message>(
    [...stored.messages.values()].flat().map((item) => [item.id, item]),
  );
  const saves = stored.saved.get(userId) ?? [];
  const whole = saves.flatMap(({ messageId }) => messages.get(messageId) ?? []);
  const listed = saved.map(({ message }) => message);
  const found = [
    ...savedListDifferences(name, saved, saves),
    ...pageDifferences(`The list of what ${name} saved`, listed, whole),
  ];
  for (const conversationId of conversationIds) {
    const pins = await loadAll<Message>((page) =>
      rest(url, headers, 'pin:list', { conversationId, ...page }),
    );
    const due = pinsOf(stored.messages.get(conversationId) ?? []);
    found.push(...pageDifferences(`The list of pins that ${name} loads`, pins, due));
  }
  return found;
}

async function loadAll<Item>(
  load: (page: { limit: number; cursor?: string }) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let page: { limit: number; cursor?: string } = { limit: pageSize };
  for (;;) {
    const answer = await load(page);
    items.push(...answer.items);
    if (answer.nextCursor === null) return items;
    page = { limit: pageSize, cursor: answer.nextCursor };
  }
}
