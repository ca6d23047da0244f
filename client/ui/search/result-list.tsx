import type { KeyboardEvent, RefObject } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { SearchHit } from '#contract/search.ts';
import { Button } from '#ui/parts/button.tsx';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { fullDay } from '#ui/parts/dates.ts';
import { Notice } from '#ui/parts/notice.tsx';
import { Hit } from './hit.tsx';
import { searchWords } from './search-words.ts';
import { useFoundConversations } from './use-found-conversations.ts';
import type { Results, Search } from './use-search.ts';

interface ResultListProps extends Search {
  list: RefObject<HTMLDivElement | null>;
  onScroll: (top: number) => void;
  onOpen: (hit: SearchHit) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** What was found, newest first, and how sure that is. */
export function ResultList({ results, failure, isWaiting, list, ...props }: ResultListProps) {
  const conversations = useFoundConversations(
    results?.items.map(({ message }) => message.conversationId) ?? [],
  );
  const isNone = results?.items.length === 0 && !results.nextCursor;
  return (
    <div
      ref={list}
      onScroll={(event) => props.onScroll(event.currentTarget.scrollTop)}
      className="flex min-h-0 flex-1 flex-col overflow-y-auto px-2 py-2 md:px-3"
    >
      <div aria-live="polite" aria-busy={isWaiting} className="px-3 text-small text-muted">
        <Summary results={results} isWaiting={isWaiting} hasFailed={failure !== null} />
      </div>
      {failure !== null && (
        <Notice level="h2" title={searchWords.failed} lead={failure}>
          <Button onClick={props.again}>{searchWords.again}</Button>
        </Notice>
      )}
      {failure === null && isNone && (
        <Notice level="h2" title={searchWords.none} lead={searchWords.noneLead} />
      )}
      {failure === null && results && !isNone && (
        <ul aria-label={searchWords.results} className={`max-w-[860px] ${isWaiting ? 'opacity-70' : ''}`}>
          {results.items.map((hit) => (
            <li key={hit.message.id}>
              <Hit
                hit={hit}
                conversation={conversations[hit.message.conversationId]}
                parent={parentOf(conversations, hit.message.conversationId)}
                onOpen={props.onOpen}
                onKeyDown={props.onKeyDown}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-2 px-3 py-3 text-small text-muted empty:hidden">
        {failure === null && results?.nextCursor && (
          <Button busy={isWaiting} onClick={props.more}>
            {searchWords.more}
          </Button>
        )}
        {results?.isComplete === false && (
          <>
            <span>{searchWords.incomplete}</span>
            <Button busy={isWaiting} onClick={props.again}>
              {searchWords.again}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

function parentOf(
  conversations: Readonly<Record<string, MyConversation>>,
  id: string,
): MyConversation | undefined {
  return conversations[conversations[id]?.parentId ?? ''];
}

function Summary({
  results,
  isWaiting,
  hasFailed,
}: {
  results: Results | null;
  isWaiting: boolean;
  hasFailed: boolean;
}) {
  const timeZone = useTimeZone();
  if (hasFailed) return null;
  if (!results) return isWaiting && <p className="animate-late">{searchWords.looking}</p>;
  const { items, nextCursor, isSimilar, reach } = results;
  const count = isSimilar ? searchWords.similar : searchWords.count;
  return (
    <>
      {reach && (
        <p className="rounded-control bg-sunken px-3 py-2">
          {reach.since === null
            ? searchWords.keptNone
            : searchWords.kept(reach.conversations, fullDay(reach.since, timeZone))}
        </p>
      )}
      <p className="py-1">{count(items.length, nextCursor !== null)}</p>
    </>
  );
}
