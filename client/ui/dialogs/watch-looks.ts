/** How long the pointer or the focus rests before a card is drawn, and how long one outlasts it, in ms. */
const restTime = 500;
const graceTime = 250;

/** A name or picture that somebody looks at, and whose it is. */
export interface Looked {
  userId: string;
  of: Element;
}

/** Says whose card is to be drawn, until the returned function is called. `drawn` gives the card, while there is one. */
export function watchLooks(
  show: (looked: Looked | null) => void,
  drawn: () => HTMLElement | null,
): () => void {
  let wanted: Element | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function showNow(of: Element) {
    const userId = of.getAttribute('data-person');
    if (userId && of.isConnected) show({ userId, of });
  }
  function want(of: Element) {
    clearTimeout(timer);
    wanted = of;
    timer = setTimeout(showNow, restTime, of);
  }
  function hide() {
    clearTimeout(timer);
    wanted = null;
    show(null);
  }

  function onPointerOver({ target, pointerType, buttons }: PointerEvent) {
    if (pointerType === 'touch' || buttons !== 0 || !(target instanceof Element)) return;
    const of = target.closest('[data-person]');
    // The pointer may move from the name to the card and back.
    const isThere = of === null ? drawn()?.contains(target) : of === wanted && drawn() !== null;
    if (isThere) clearTimeout(timer);
    else if (of === null) leave();
    else if (of !== wanted) want(of);
  }
  function leave() {
    clearTimeout(timer);
    if (drawn()) timer = setTimeout(hide, graceTime);
    else wanted = null;
  }
  function onFocusIn({ target }: FocusEvent) {
    if (target instanceof Element && target.matches('[data-person]:focus-visible')) want(target);
    else if (wanted && !(target instanceof Element && drawn()?.contains(target))) hide();
  }
  /** It is the topmost thing: nothing below it closes by the same key. */
  function onKeyDown(event: KeyboardEvent) {
    if (!wanted) return;
    if (event.key === 'Escape' && drawn()) {
      event.stopPropagation();
      event.preventDefault();
    }
    if (!drawn()?.contains(document.activeElement) || event.key === 'Escape') hide();
  }
  function onPress({ target }: Event) {
    if (wanted && !(target instanceof Node && drawn()?.contains(target))) hide();
  }

  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener('pointerover', onPointerOver, { signal });
  document.addEventListener('focusin', onFocusIn, { signal });
  document.addEventListener('keydown', onKeyDown, { signal, capture: true });
  document.addEventListener('pointerdown', onPress, { signal, capture: true });
  document.addEventListener('scroll', onPress, { signal, capture: true, passive: true });
  document.documentElement.addEventListener('pointerleave', onPress, { signal });
  // The pointer may have come to rest before anybody watched.
  const under = document.querySelector('[data-person]:hover');
  if (under) want(under);
  return () => {
    ending.abort();
    clearTimeout(timer);
  };
}
