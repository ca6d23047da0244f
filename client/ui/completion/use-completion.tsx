import { type ChangeEvent, type KeyboardEvent, type ReactNode, type RefObject, useRef } from 'react';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { useIsHere } from '#ui/parts/use-first-sign.ts';
import type { CompletionEvents } from './completion.tsx';

export const completion = loadLater(async () => (await import('./completion.tsx')).Completion);

export interface CompletedField {
  /** For the text field, beside its own. */
  field: { onSelect: () => void; onBlur: () => void; onCompositionEnd: () => void };
  /** To be called after each change of the field. */
  follow: (event: ChangeEvent<HTMLTextAreaElement>) => void;
  /** Sees each key before the field does; answers whether it took it. */
  press: (event: KeyboardEvent) => boolean;
  /** Stands anywhere beside the field: it is drawn on top of the page. */
  list: ReactNode;
}

/** Offers what a word can become while one writes it, in any text field of many lines, once somebody is here to write. */
export function useCompletion(
  field: RefObject<HTMLTextAreaElement | null>,
  conversationId: string,
): CompletedField {
  const Completion = useLater(completion, useIsHere());
  const events = useRef<CompletionEvents>(null);
  /** What was written last before that was here. */
  const missed = useRef<Event>(null);
  return {
    field: {
      onSelect: () => events.current?.select(),
      onBlur: () => events.current?.close(),
      onCompositionEnd: () => events.current?.look(),
    },
    follow: (event) => {
      if (events.current) events.current.follow(event.nativeEvent);
      else missed.current = event.nativeEvent;
    },
    press: (event) => events.current?.press(event) ?? false,
    list: Completion && (
      <Completion ref={events} field={field} conversationId={conversationId} missed={missed} />
    ),
  };
}
