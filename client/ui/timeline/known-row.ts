import { createContext, useContext } from 'react';
import type { User } from '#contract/users.ts';
import { type Entry, isSent } from '#ui/messages/entry.ts';
import { useTimeZone } from '#ui/parts/clock.tsx';

/** Rows that the server has drawn before: see server/gateway/page-rows.ts. */
interface KnownRows {
  find(clientId: string, madeOf: string): string | null;
}

/** Null in the browser, which draws all of them itself. */
export const KnownRowsContext = createContext<KnownRows | null>(null);

interface RowFacts {
  entry: Entry;
  author: User | undefined;
  head: boolean;
  /** It is shown in a way of its own, at this moment and to this reader. */
  isSpecial: boolean;
}

/** What of a message is drawn from itself; anything else that it has is drawn from who reads it and whom they know, too. */
const plain = new Set([
  'id',
  'conversationId',
  'seq',
  'version',
  'authorId',
  'clientId',
  'body',
  'createdAt',
]);

/** Whether nothing of its row depends on more than itself, its author and where its reader is. */
function isOrdinary(entry: Entry): boolean {
  return (
    isSent(entry) &&
    Object.entries(entry).every(
      ([field, value]) => plain.has(field) || value === null || (Array.isArray(value) && value.length === 0),
    )
  );
}

function useServersRow({ entry, author, head, isSpecial }: RowFacts): string | null {
  const rows = useContext(KnownRowsContext);
  const timeZone = useTimeZone();
  if (!rows || isSpecial || !isOrdinary(entry)) return null;
  return rows.find(entry.clientId, JSON.stringify([entry, author ?? null, head, timeZone]));
}

/** The markup inside of a row that is known; null: it has to be drawn. */
export const useKnownRow: (facts: RowFacts) => string | null =
  typeof window === 'undefined' ? useServersRow : () => null;
