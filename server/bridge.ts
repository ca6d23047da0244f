import type { PagesTransport } from '#gateway/pages.ts';

// Next bundles its route handlers and pages apart from server.ts, so a module they both import exists twice in one
// process. This symbol is the one thing they share; everything here but the symbol is types.
const key: unique symbol = Symbol.for('parley.bridge');
const shared = globalThis as typeof globalThis & { [key]?: PagesTransport };

/** Called once by server.ts, before Next answers anything. */
export function openBridge(transport: PagesTransport): void {
  shared[key] = transport;
}

/** The running server, as pages and route handlers see it. */
export function bridge(): PagesTransport {
  const transport = shared[key];
  if (!transport) throw new Error('Parley runs through server.ts: start it with npm start or npm run dev');
  return transport;
}
