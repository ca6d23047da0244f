import { X } from 'lucide-react';
import { useState } from 'react';
import { useMe } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { leave } from '#ui/parts/focus.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { Clock } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { Notice } from '#ui/parts/notice.tsx';
import { forgetSearch, recentSearches } from './recent-searches.ts';
import { searchWords } from './search-words.ts';

/** What one searched for before, while the field is empty. */
export function RecentList({ onChoose }: { onChoose: (query: string) => void }) {
  const me = useMe();
  const [recent, setRecent] = useState(() => recentSearches(me.id));
  if (recent.length === 0)
    return <Notice level="h2" title={searchWords.empty} lead={searchWords.emptyLead} />;
  return (
    <section className="min-h-0 flex-1 overflow-y-auto p-3" data-recent tabIndex={-1}>
      <h2 className="px-2 pb-1 text-small font-semibold text-muted">{searchWords.recent}</h2>
      <ul className="max-w-[860px]">
        {recent.map((query) => (
          <li key={query} className="flex items-center gap-1 rounded-control hover:bg-hover">
            <button
              type="button"
              onClick={() => onChoose(query)}
              className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-control px-2 text-start -outline-offset-2 pointer-coarse:h-11"
            >
              <Clock size={15} aria-hidden className="shrink-0 text-muted" />
              <bdi className="truncate">{query}</bdi>
            </button>
            <IconButton
              label={searchWords.forget(isolated(query))}
              onClick={(event) => {
                leave(event.currentTarget, '[data-recent] li button:last-child', '[data-recent]');
                setRecent(forgetSearch(me.id, query));
              }}
            >
              <X size={15} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className="px-2 pt-3">
        <Button onClick={() => setRecent(forgetSearch(me.id, null))}>{searchWords.forgetAll}</Button>
      </div>
    </section>
  );
}
