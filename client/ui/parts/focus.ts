import { flushSync } from 'react-dom';

/**
 * Gives the focus to an element and shows it, moving no more than that takes. What is drawn because of the focus is
 * drawn first: the timeline holds its end while it is drawn, and would take a short way back.
 */
export function bringFocus(element: HTMLElement): void {
  flushSync(() => element.focus({ preventScroll: true }));
  element.scrollIntoView({ block: 'nearest' });
}

/** Whether something stands open above the page that takes the keys. */
export function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

/** Where one writes, when it is on the screen. */
export function composerNow(): HTMLElement | null {
  const composer = document.querySelector<HTMLElement>('[data-composer]');
  return composer?.checkVisibility() ? composer : null;
}

/**
 * Moves the focus out of something that is about to go away: to the next of its kind, else to the one before it, else
 * to what holds them all. Not to a button in it: a second press of the same key would act on what nobody chose.
 */
export function leave(going: HTMLElement, kind: string, holder: string): void {
  const around = going.closest<HTMLElement>(holder);
  const all = [...(around?.querySelectorAll<HTMLElement>(kind) ?? [])];
  const index = all.indexOf(going);
  const goal = all[index + 1] ?? all[index - 1] ?? around;
  if (goal) bringFocus(goal);
}
