import { useSyncExternalStore } from 'react';
import { remember } from '#ui/parts/cookie.ts';
import { knownToolbar, toolbarCookie } from './toolbar-known.ts';

// Whether the formatting toolbar is shown: on the root element, where the server puts it for the first paint, and in the
// cookie that it reads. As long as nobody has chosen, wide pages show it and narrow ones do not (formatting.css).

const changed = new EventTarget();

export function useToolbarShown(): [isShown: boolean, show: (isShown: boolean) => void] {
  const isShown = useSyncExternalStore(follow, isShownNow, () => true);
  return [isShown, show];
}

function show(isShown: boolean): void {
  const value = isShown ? 'shown' : 'hidden';
  document.documentElement.dataset.toolbar = value;
  remember(toolbarCookie, value);
  changed.dispatchEvent(new Event('change'));
}

function follow(onChange: () => void): () => void {
  changed.addEventListener('change', onChange);
  return () => changed.removeEventListener('change', onChange);
}

function isShownNow(): boolean {
  const chosen = knownToolbar(document.documentElement.dataset.toolbar);
  return chosen ? chosen === 'shown' : window.matchMedia('(width >= 48rem)').matches;
}
