import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useMe } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { bringFocus } from '#ui/parts/focus.ts';
import { leaveResults, leftResults } from './left-results.ts';
import { RecentList } from './recent-list.tsx';
import { noteSearch } from './recent-searches.ts';
import { ResultList } from './result-list.tsx';
import { SearchForm } from './search-form.tsx';
import { type Results, useSearch } from './use-search.ts';

/** How long the keys may rest before what is in the field is looked for, in ms. */
const settled = 250;

/** Looks for messages. What is looked for stands in the address; what was found is there again on the way back. */
export function SearchView({ query }: { query: string }) {
  const me = useMe();
  const [left] = useState(() => leftResults(me.id, query));
  const search = useSearch(query, left?.results ?? null);
  const [text, setText] = useQueryText(query);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const scrollTop = useRef(left?.scrollTop ?? 0);
  const opened = useRef<string | null>(null);
  const latest = useRef<Results | null>(null);

  // Where one left it; else where one writes. On touch a keyboard would cover what one came to see.
  const [isBare] = useState(query === '');
  useLayoutEffect(() => {
    if (list.current && left) list.current.scrollTop = left.scrollTop;
    const hit = hitsIn(list.current).find((element) => element.dataset['hit'] === left?.openedId);
    if (hit) hit.focus({ preventScroll: true });
    else if (isBare || window.matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, [left, isBare]);

  useEffect(() => {
    latest.current = search.results;
  });
  useEffect(
    () => () => {
      if (latest.current)
        leaveResults({
          userId: me.id,
          results: latest.current,
          scrollTop: scrollTop.current,
          openedId: opened.current,
        });
    },
    [me.id],
  );

  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const hits = hitsIn(list.current);
    const index = hits.indexOf(event.currentTarget);
    const goals: Record<string, HTMLElement | null | undefined> = {
      ArrowDown: hits[index + 1],
      ArrowUp: index === 0 ? field.current : hits[index - 1],
      Home: index === -1 ? undefined : hits[0],
      End: index === -1 ? undefined : hits.at(-1),
    };
    const goal = event.nativeEvent.isComposing ? null : goals[event.key];
    if (!goal) return;
    event.preventDefault();
    bringFocus(goal);
  };

  return (
    <>
      <SearchForm
        field={field}
        text={text}
        onText={setText}
        onSubmit={() => {
          setText(text, true);
          noteSearch(me.id, text.trim());
        }}
        onDown={(event) => {
          if (event.key === 'ArrowDown') walk(event as KeyboardEvent<HTMLElement>);
        }}
      />
      {query.trim() === '' ? (
        <RecentList
          onChoose={(chosen) => {
            setText(chosen, true);
            field.current?.focus();
          }}
        />
      ) : (
        <ResultList
          {...search}
          list={list}
          onScroll={(top) => {
            scrollTop.current = top;
          }}
          onOpen={({ message }) => {
            opened.current = message.id;
            noteSearch(me.id, query);
          }}
          onKeyDown={walk}
        />
      )}
    </>
  );
}

function hitsIn(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[data-hit]') ?? [])];
}

/** What stands in the field; what is in the address follows it when the keys rest, and leads it when it changes itself. */
function useQueryText(query: string): [text: string, set: (text: string, isFinal?: boolean) => void] {
  const { go } = useNavigation();
  const [text, setText] = useState(query);
  const [own, setOwn] = useState(query);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (query !== own) {
    setOwn(query);
    if (query !== text.trim()) setText(query);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const set = (next: string, isFinal = false) => {
    setText(next);
    clearTimeout(timer.current);
    const follow = () => {
      const wanted = next.trim();
      if (wanted === query) return;
      go({ conversationId: null, message: null, view: 'search', query: wanted }, { replace: true });
    };
    if (isFinal) follow();
    else timer.current = setTimeout(follow, settled);
  };
  return [text, set];
}
