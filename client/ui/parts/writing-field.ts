import { type KeyboardEvent, type RefObject, useEffect } from 'react';

/** Enter alone, and not while a word is being composed: then it belongs to the input method. */
export function isSubmitKey(event: KeyboardEvent): boolean {
  // Safari says by code 229 only that a word is being composed.
  const isComposing = event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229;
  return event.key === 'Enter' && !event.shiftKey && !isComposing;
}

/** For browsers without `field-sizing`: as high as its text. */
export function useGrowth(field: RefObject<HTMLTextAreaElement | null>, text: string) {
  useEffect(() => {
    const element = field.current;
    if (!element || text === undefined || CSS.supports('field-sizing', 'content')) return;
    element.style.blockSize = 'auto';
    element.style.blockSize = `${element.scrollHeight}px`;
  }, [field, text]);
}
