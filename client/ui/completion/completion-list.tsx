import {
  type Ref,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { replaceText } from '#ui/parts/insert-text.ts';
import { Option } from '#ui/parts/option.tsx';
import { completionWords } from './completion-words.ts';
import type { Candidate, Finder } from './finder.ts';
import { placeBeside } from './place-beside.ts';
import type { Word } from './word.ts';

export interface CompletionKeys {
  /** Whether the list took the key, named as in `KeyboardEvent`. */
  press: (key: string, shift: boolean) => boolean;
}

interface CompletionListProps {
  ref: Ref<CompletionKeys>;
  field: RefObject<HTMLTextAreaElement | null>;
  finder: Finder;
  word: Word;
  conversationId: string;
  onClose: () => void;
  /** Closed by hand: not to be opened again for this word. */
  onDismiss: () => void;
}

/**
 * The list over a text field, which keeps the focus. The field stays what it is to assistive technology, a text box of
 * several lines (ARIA in HTML gives a `textarea` no other role, and a text box no `aria-expanded`); which option the
 * keys have reached it says as a combobox does.
 */
export function CompletionList(props: CompletionListProps) {
  const { ref, field, finder, word, conversationId, onClose, onDismiss } = props;
  const listId = useId();
  const candidates = finder.useCandidates(word.query, conversationId);
  // With other letters the best one is the first again.
  const [chosen, setChosen] = useState({ query: word.query, index: 0 });
  const index = chosen.query === word.query ? Math.min(chosen.index, candidates.length - 1) : 0;
  const active = candidates[index];
  const box = useRef<HTMLDivElement>(null);

  const moveTo = (next: number) =>
    setChosen({ query: word.query, index: (next + candidates.length) % candidates.length });

  const accept = (candidate: Candidate) => {
    onClose();
    candidate.onInsert?.();
    if (field.current) replaceText(field.current, word.from, word.to, `${candidate.insert} `);
  };

  const actOf = (key: string, option: Candidate): (() => void) | null => {
    switch (key) {
      case 'Escape':
        return onDismiss;
      case 'ArrowDown':
        return () => moveTo(index + 1);
      case 'ArrowUp':
        return () => moveTo(index - 1);
      case 'Enter':
      case 'Tab':
        return () => accept(option);
      default:
        return null;
    }
  };

  useImperativeHandle(ref, () => ({
    press(key, shift) {
      // The word is already what it would become: Enter is for the field.
      if (key === 'Enter' && active?.insert === field.current?.value.slice(word.from, word.to)) {
        onClose();
        return false;
      }
      const act = active && (!shift || key === 'Escape') ? actOf(key, active) : null;
      act?.();
      return act !== null;
    },
  }));

  useFieldAttributes(field, active && listId, active && optionId(listId, index));
  useCountSaid(candidates.length);
  const isOpen = candidates.length > 0;
  useLayoutEffect(() => {
    if (isOpen && box.current && field.current) return placeBeside(box.current, field.current);
  }, [isOpen, field]);

  if (!isOpen) return null;
  return (
    // On the page's top layer, so that nothing around the field cuts it off, and yet in the landmark of the field.
    <div
      ref={box}
      popover="manual"
      className={`fixed inset-auto ${active?.line ? 'w-[28rem]' : 'w-80'} max-w-[calc(100vw-1rem)] overflow-y-auto rounded-card border border-border bg-raised p-1 text-text shadow-float`}
    >
      <div id={listId} role="listbox" aria-label={finder.label}>
        {candidates.map((candidate, at) => (
          <Option
            key={candidate.key}
            id={optionId(listId, at)}
            active={at === index}
            selected={at === index}
            onPress={() => accept(candidate)}
            className={`min-h-8 px-2 pointer-coarse:min-h-11 ${candidate.line ? 'flex-wrap gap-y-0! py-1' : ''}`}
          >
            {candidate.picture && (
              <span className="flex size-6 shrink-0 items-center justify-center">{candidate.picture}</span>
            )}
            <bdi className={candidate.line ? 'shrink-0 font-semibold' : 'min-w-0 truncate'}>
              {candidate.name}
            </bdi>
            {candidate.detail && (
              <span
                className={`min-w-0 flex-1 truncate text-small text-muted ${candidate.line ? '' : 'text-end'}`}
              >
                {candidate.detail}
              </span>
            )}
            {candidate.line && (
              <span className="w-full min-w-0 truncate text-small text-muted">{candidate.line}</span>
            )}
          </Option>
        ))}
      </div>
    </div>
  );
}

const optionId = (listId: string, index: number) => `${listId}-${index}`;

/** What the list means to the field, for as long as it is there. Nothing but the field changes. */
function useFieldAttributes(
  field: RefObject<HTMLTextAreaElement | null>,
  listId: string | undefined,
  activeId: string | undefined,
) {
  useEffect(() => {
    const element = field.current;
    if (!element || !listId || !activeId) return;
    const facts = {
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      'aria-controls': listId,
      'aria-activedescendant': activeId,
    };
    for (const [name, value] of Object.entries(facts)) element.setAttribute(name, value);
    return () => {
      for (const name of Object.keys(facts)) element.removeAttribute(name);
    };
  }, [field, listId, activeId]);
}

function useCountSaid(count: number) {
  const announce = useAnnounce();
  useEffect(() => {
    if (count > 0) announce(completionWords.found(count));
  }, [announce, count]);
}
