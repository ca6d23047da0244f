/** Calls when the page may be seen for the last time: hidden (a phone may end it there) or left. */
export function onLeaving(write: (how: 'hidden' | 'left') => void): () => void {
  if (typeof window === 'undefined') return () => {};
  const left = () => write('left');
  const hidden = () => {
    if (document.visibilityState === 'hidden') write('hidden');
  };
  window.addEventListener('pagehide', left);
  document.addEventListener('visibilitychange', hidden);
  return () => {
    window.removeEventListener('pagehide', left);
    document.removeEventListener('visibilitychange', hidden);
  };
}
