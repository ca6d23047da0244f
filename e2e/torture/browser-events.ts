import { setMaxListeners } from 'node:events';

const world = new EventTarget();

/**
 * Gives the product's client the two things of a browser that it listens to, so that a user may look at the page
 * and the machine may find its network again. All clients of this process share them.
 */
export function installWindow(): void {
  if ('window' in globalThis) return;
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  setMaxListeners(0, world, page);
  Object.defineProperty(globalThis, 'window', { value: world, configurable: true });
  Object.defineProperty(globalThis, 'document', { value: page, configurable: true });
}

/** The browser says that the network is there: whoever waits for their next turn to connect tries at once. */
export function networkBack(): void {
  world.dispatchEvent(new Event('online'));
}

/** The browser says that there is no network: every live client hangs up. */
export function networkGone(): void {
  world.dispatchEvent(new Event('offline'));
}
