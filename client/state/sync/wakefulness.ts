/** How often the clock is looked at, and the leap of it that means the machine slept, in ms. */
const tick = 2_500;
const slept = 10_000;
/** Hidden for longer than this, in ms, a tab compares its versions when it is looked at again. */
const longHidden = 30_000;

export interface WakefulnessHandlers {
  /** The network is back, or somebody looks: a good moment to connect. */
  onChance(): void;
  /** Time passed without us: what we know may be old, and the connection dead. */
  onWake(): void;
  /** The browser says that there is no network. */
  onOffline(): void;
}

/** Watches the browser for sleep, visibility and network. Returns the way to stop. */
export function watchWakefulness({ onChance, onWake, onOffline }: WakefulnessHandlers): () => void {
  if (typeof window === 'undefined') return () => {};
  let hiddenAt: number | null = null;
  let lookedAt = Date.now();

  function onVisibility() {
    if (document.visibilityState === 'hidden') {
      hiddenAt = Date.now();
      return;
    }
    onChance();
    if (hiddenAt !== null && Date.now() - hiddenAt > longHidden) onWake();
    hiddenAt = null;
  }
  function onOnline() {
    onChance();
    onWake();
  }
  function onTick() {
    const now = Date.now();
    // Hidden tabs have slow clocks without any sleep.
    if (now - lookedAt > slept && document.visibilityState === 'visible') onOnline();
    lookedAt = now;
  }

  const timer = setInterval(onTick, tick);
  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('online', onOnline);
  window.addEventListener('offline', onOffline);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', onVisibility);
    window.removeEventListener('online', onOnline);
    window.removeEventListener('offline', onOffline);
  };
}
