import { type KeyboardEvent, useCallback, useId, useMemo, useRef, useState } from 'react';
import { useMe } from '#state/hooks.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { useLater } from '#ui/parts/load-later.ts';
import { words } from '#ui/words.ts';
import { CategoryBar } from './category-bar.tsx';
import type { Emoji, EmojiData } from './emoji-data.ts';
import { cellId, EmojiGrid } from './emoji-grid.tsx';
import { emojiLater } from './emoji-later.ts';
import { findEmoji } from './emoji-search.ts';
import { type EmojiUses, mostUsed, weightsOf } from './emoji-uses.ts';
import { emojiAt, type Grid, gridOf, rowAt, type Section, stepIn } from './grid-rows.ts';
import { pickerWords } from './picker-words.ts';
import { SkinToneButton, SkinToneChoice } from './skin-tone-choice.tsx';
import { inTone } from './skin-tones.ts';
import { noteEmojiUse, noteSkinTone, useEmojiUses } from './use-emoji-uses.ts';

/** So many hits are shown. */
const found = 160;

interface EmojiPickerProps {
  /** For a finger: fewer and larger ones. */
  isTouch: boolean;
  /** @param keepsOpen another one is to follow */
  onPick: (text: string, keepsOpen: boolean) => void;
  onClose: () => void;
}

/**
 * Every emoji, to choose one (ARIA practices, combobox with a listbox): the search field keeps the focus while the arrow
 * keys move among the emoji.
 */
export function EmojiPicker({ isTouch, onPick, onClose }: EmojiPickerProps) {
  const { id: userId } = useMe();
  const announce = useAnnounce();
  const uses = useEmojiUses(userId);
  // What is picked while it stays open moves nothing.
  const [usesBefore] = useState(uses);
  const fail = useCallback(() => {
    announce(words.failure);
    onClose();
  }, [announce, onClose]);
  const data = useLater(emojiLater, true, fail);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [section, setSection] = useState(0);
  const [isToneOpen, setToneOpen] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  /** Whether the keys have gone from the letters to the emoji. */
  const isInGrid = useRef(false);
  const gridId = useId();
  const columns = isTouch ? 7 : 9;
  const grid = useMemo(
    () => gridOf(data ? sectionsOf(data, query, usesBefore, columns) : [], columns, isTouch ? 48 : 36),
    [data, query, usesBefore, columns, isTouch],
  );
  const current = emojiAt(grid, active);

  const reach = (position: number) => {
    setActive(position);
    showRow(scroller.current, grid, position);
  };

  const pick = (emoji: Emoji, keepsOpen: boolean) => {
    noteEmojiUse(userId, emoji);
    onPick(inTone(emoji, uses.tone), keepsOpen);
  };

  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && current) pick(current, event.shiftKey);
    else {
      const isCaretKey = /^(Arrow(Left|Right)|Home|End)$/.test(event.key);
      if (event.shiftKey || (isCaretKey && query !== '' && !isInGrid.current)) return;
      const goal = stepIn(grid, active, logicalKey(event.key, event.currentTarget));
      if (goal === null) return;
      isInGrid.current = true;
      reach(goal);
    }
    event.preventDefault();
  };

  return (
    <>
      <div className="flex shrink-0 items-center gap-1 p-2 pb-1">
        <input
          type="text"
          role="combobox"
          aria-label={pickerWords.search}
          placeholder={pickerWords.search}
          aria-expanded
          aria-controls={gridId}
          aria-autocomplete="list"
          aria-activedescendant={current && cellId(gridId, active)}
          autoComplete="off"
          enterKeyHint="done"
          dir="auto"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
            isInGrid.current = false;
            scroller.current?.scrollTo({ top: 0, behavior: 'instant' });
          }}
          onKeyDown={press}
          className="h-9 min-w-0 flex-1 rounded-control border border-border-strong bg-surface px-2.5 outline-none focus:border-accent pointer-coarse:h-11 pointer-coarse:text-[1rem]"
        />
        <SkinToneButton
          tone={uses.tone}
          isOpen={isToneOpen}
          onToggle={() => setToneOpen((isOpen) => !isOpen)}
        />
      </div>
      {isToneOpen && <SkinToneChoice tone={uses.tone} onChange={(tone) => noteSkinTone(userId, tone)} />}
      <CategoryBar
        current={query === '' ? section : null}
        onChoose={(goal) => {
          setQuery('');
          const sections = data ? sectionsOf(data, '', usesBefore, columns) : [];
          const whole = query === '' ? grid : gridOf(sections, columns, isTouch ? 48 : 36);
          const row = whole.rows.find((item) => item.section === goal && 'emoji' in item);
          if (!row || !('emoji' in row)) return;
          setActive(row.first);
          // After a search the grid is another one, which begins at its beginning.
          requestAnimationFrame(() => scroller.current?.scrollTo({ top: row.top - 28, behavior: 'instant' }));
        }}
      />
      <div
        ref={scroller}
        className="h-72 min-h-0 shrink overflow-x-hidden overflow-y-auto overscroll-contain px-2 pb-2 pointer-coarse:h-[50dvh]"
      >
        <EmojiGrid
          id={gridId}
          grid={grid}
          scroller={scroller}
          active={active}
          tone={uses.tone}
          onActive={setActive}
          onPick={pick}
          onSection={setSection}
        />
        {data && grid.count === 0 && (
          <p role="status" className="p-2 text-small text-muted">
            {pickerWords.nothing}
          </p>
        )}
      </div>
      {!isTouch && <Preview emoji={current} tone={uses.tone} />}
    </>
  );
}

/** The one that the keys or the pointer have reached, and what it is called. The field says the same aloud. */
function Preview({ emoji, tone }: { emoji: Emoji | undefined; tone: number }) {
  return (
    <div
      aria-hidden
      className="flex h-11 shrink-0 items-center gap-2.5 border-t border-border px-3 text-small"
    >
      {emoji && (
        <>
          <span className="text-[1.5rem] leading-none">{inTone(emoji, tone)}</span>
          <span className="min-w-0 truncate">{emoji.label}</span>
          <span className="min-w-0 truncate text-muted">:{emoji.names[0]}:</span>
        </>
      )}
    </div>
  );
}

/** What is found; without a search what one uses most, in two rows, and everything by its group. */
function sectionsOf(data: EmojiData, query: string, uses: EmojiUses, columns: number): Section[] {
  if (query.trim() !== '') {
    const weights = weightsOf(uses);
    const emoji = findEmoji(data, query, found, ({ text }) => weights.get(text) ?? 0);
    return [{ label: pickerWords.found, emoji }];
  }
  const used = mostUsed(uses, 2 * columns).flatMap(({ text }) => data.byText.get(text) ?? []);
  return [used, ...data.groups].map((emoji, index) => ({ label: pickerWords.sections[index] ?? '', emoji }));
}

/** The arrows to the side by where they lead in the reading direction. */
function logicalKey(key: string, field: HTMLElement): string {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return key;
  const isRtl = getComputedStyle(field).direction === 'rtl';
  return (key === 'ArrowRight') === isRtl ? 'Backward' : 'Forward';
}

/** Scrolls as far as the row of a position needs to be in sight. */
function showRow(scroller: HTMLElement | null, grid: Grid, position: number): void {
  const row = rowAt(grid, position);
  if (!scroller || !row) return;
  const { scrollTop, clientHeight } = scroller;
  // The heading above the first row comes with it.
  const top = row.top - 28;
  if (top < scrollTop) scroller.scrollTo({ top, behavior: 'instant' });
  else if (row.top + row.height > scrollTop + clientHeight)
    scroller.scrollTo({ top: row.top + row.height - clientHeight, behavior: 'instant' });
}
