import type { ConversationId, MessageId } from '#contract/ids.ts';

/** Where a message stands in the list of all, the newest first. */
export interface Position {
  createdAt: Date;
  id: string;
}

/** Where a message that was found stands in the list. */
export interface Found extends Position {
  id: MessageId;
  conversationId: ConversationId;
  /** At which version the index has it; null: it is newer than the index. */
  indexed: number | null;
}

const newestFirst = (left: Position, right: Position) =>
  right.createdAt.getTime() - left.createdAt.getTime() || (left.id < right.id ? 1 : -1);

/** Whether a message comes after that position in the list; null: the list begins there. */
export function isAfter({ createdAt, id }: Position, position: Position | null): boolean {
  if (!position) return true;
  const later = createdAt.getTime() - position.createdAt.getTime();
  return later < 0 || (later === 0 && id < position.id);
}

/** What the index has, and what is newer than it: a message that is in both is as it is now. */
export function mergeFound(fresh: readonly Omit<Found, 'indexed'>[], indexed: readonly Found[]): Found[] {
  const ids = new Set(fresh.map(({ id }) => id));
  const newer = fresh.map(({ id, conversationId, createdAt }) => ({
    ...{ id, conversationId, createdAt },
    indexed: null,
  }));
  return [...newer, ...indexed.filter(({ id }) => !ids.has(id))].sort(newestFirst);
}

/** The newest messages that the index has with some words, whoever may see them, newest first. */
export interface Newest {
  found: Found[];
  /** Whether no other message has the words; otherwise none that is newer than the last of these. */
  isAll: boolean;
}

/**
 * The newest messages that have the words of a query, as long as the index stays what it is. Many look for the same words,
 * and where a thousand newer messages do not have them (what programs write, say), each would look through these again.
 */
export class NewestMatches {
  #searches = 0;
  #found: Promise<Newest> | null = null;

  /** Undefined for the first search, which finds its page by itself. */
  find(ask: () => Promise<Newest>): Promise<Newest> | undefined {
    this.#searches += 1;
    return this.#searches === 1 ? undefined : this.read(ask);
  }

  /** For a search that is known not to be the first. */
  read(ask: () => Promise<Newest>): Promise<Newest> {
    this.#found ??= ask().catch((error: unknown) => {
      this.#found = null;
      throw error;
    });
    return this.#found;
  }
}
