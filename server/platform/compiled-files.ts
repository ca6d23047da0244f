import { flushCompileCache } from 'node:module';

/** Milliseconds after the start: then what a first page takes has been compiled too, and nobody waits for it. */
const AFTER = 5_000;

/**
 * Keeps for the next start what Node has compiled, where NODE_COMPILE_CACHE names a folder (`npm start` does). Node
 * itself does that at an orderly end only: whoever is killed, and starts again, is who is in a hurry.
 */
export function keepCompiledFiles(): void {
  setTimeout(flushCompileCache, AFTER).unref();
}
