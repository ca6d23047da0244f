import { setTimeout as delay } from 'node:timers/promises';

/** Wakes whoever looks after webhooks here; nothing where nobody does. */
class Poke {
  #wake: (() => void) | null = null;
  #isPoked = false;

  /** Something was announced. Costs nothing worth counting: sending does it. */
  poke(): void {
    this.#isPoked = true;
    this.#wake?.();
  }

  /** Waits so many ms, `soon` where something was announced meanwhile or is, `late` otherwise. */
  async wait(soon: number, late: number, stop: AbortSignal): Promise<void> {
    await delay(soon, null, { signal: stop }).catch(() => undefined);
    if (!(this.#isPoked || stop.aborted)) {
      const woken = new AbortController();
      this.#wake = () => woken.abort();
      await delay(late - soon, null, { signal: AbortSignal.any([stop, woken.signal]) }).catch(
        () => undefined,
      );
      this.#wake = null;
    }
    this.#isPoked = false;
  }
}

export const pokeHooks = new Poke();
