import {
  type KeyboardEvent,
  type Ref,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { useMe } from '#state/hooks.ts';
import { replaceText } from '#ui/parts/insert-text.ts';
import { useLater } from '#ui/parts/load-later.ts';
import { type CompletionKeys, CompletionList } from './completion-list.tsx';
import type { CompletionSource } from './finder.ts';
import { firstTriggers, sources, triggers } from './sources.ts';
import { closedWordBefore, firstWordBefore, type Word, wordBefore } from './word.ts';

/** What the field tells of. */
export interface CompletionEvents {
  /** Looks at the word before the caret. */
  look(): void;
  /** The caret moved. */
  select(): void;
  close(): void;
  /** Something was written. */
  follow(event: Event): void;
  /** A key, before the field gets it; answers whether it was taken. */
  press(event: KeyboardEvent): boolean;
}

interface CompletionProps {
  ref: Ref<CompletionEvents>;
  field: RefObject<HTMLTextAreaElement | null>;
  conversationId: string;
  /** What was written last and not told of. */
  missed: RefObject<Event | null>;
}

/**
 * What the word before the caret can become (sources.ts). Without an open list a key costs a look at the few letters
 * before the caret, and draws nothing.
 */
export function Completion({ ref, field, conversationId, missed }: CompletionProps) {
  const { id: userId } = useMe();
  const [word, setWord] = useState<Word | null>(null);
  /** Where the word begins whose list was closed: it stays closed. */
  const dismissed = useRef<number | null>(null);
  const keys = useRef<CompletionKeys>(null);
  const close = useCallback(() => setWord(null), []);
  const source = sourceOf(word) ?? sources[0];
  const finder = useLater(source.finder, word !== null, close);

  const look = useCallback(() => {
    const element = field.current;
    if (!element || element.selectionStart !== element.selectionEnd) return close();
    const { value, selectionStart } = element;
    // What is written anew for a message that is there is no command.
    const first = element.dataset.composer && firstWordBefore(value, selectionStart, firstTriggers);
    const found = first || wordBefore(value, selectionStart, triggers);
    if (found?.from !== dismissed.current) dismissed.current = null;
    const isWanted = found && dismissed.current === null && sourceOf(found)?.opensFor(found.query);
    setWord(isWanted ? found : null);
  }, [field, close]);

  const follow = (event: Event) => {
    // What an input method is composing is no word yet, and what was pasted is meant as it is.
    const { isComposing, inputType, data } = inputOf(event);
    if (isComposing || inputType.startsWith('insertFrom')) return close();
    look();
    if (data && field.current) closeWord(field.current, data, userId);
  };

  useImperativeHandle(ref, () => ({
    look,
    select() {
      if (word) look();
    },
    close,
    follow,
    press(event) {
      if (word === null || event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return false;
      if (!keys.current?.press(event.key, event.shiftKey)) return false;
      event.preventDefault();
      return true;
    },
  }));

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, on arrival
  useEffect(() => {
    if (missed.current && document.activeElement === field.current) follow(missed.current);
    missed.current = null;
  }, []);

  if (!word || !finder) return null;
  return (
    <CompletionList
      key={word.trigger}
      ref={keys}
      field={field}
      finder={finder}
      word={word}
      conversationId={conversationId}
      onClose={close}
      onDismiss={() => {
        dismissed.current = word.from;
        close();
      }}
    />
  );
}

function sourceOf(word: Word | null): CompletionSource | undefined {
  return word ? sources.find(({ trigger }) => trigger === word.trigger) : undefined;
}

function inputOf(event: Event): Pick<InputEvent, 'isComposing' | 'inputType' | 'data'> {
  return event instanceof InputEvent ? event : { isComposing: false, inputType: '', data: null };
}

/** When a word was just closed by its trigger, and that means something: puts this in its place. */
function closeWord(field: HTMLTextAreaElement, typed: string, userId: string): void {
  const caret = field.selectionStart;
  const trigger = sources.find((source) => typed === source.trigger)?.trigger;
  const word = trigger ? closedWordBefore(field.value, caret, trigger) : null;
  const source = sourceOf(word);
  if (!word || !source) return;
  const { value } = field;
  source.finder.load().then(
    ({ closed }) => {
      const meant = closed?.(word.query, userId);
      // Whoever went on writing meant something else by it.
      if (meant && field.value === value && field.selectionStart === caret)
        replaceText(field, word.from, word.to, meant);
    },
    () => {},
  );
}
