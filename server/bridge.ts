import type { PagesDoor } from '#gateway/pages.ts';

// Next bundles its route handlers and pages apart from server.ts, so a module they both import exists twice in one
// process. This symbol is the one thing they share; everything here but the symbol is types.
const key: unique symbol = Symbol.for('parley.bridge');
const shared = globalThis as typeof globalThis & { [key]?: PagesDoor };

/** Called once by server.ts, before Next answers anything. */
export function openBridge(door: PagesDoor): void {
  shared[key] = door;
}

/** The running server, as pages and route handlers see it. */
export function bridge(): PagesDoor {
  const door = shared[key];
  if (!door) throw new Error('Parley runs through server.ts: start it with npm start or npm run dev');
  return door;
}
