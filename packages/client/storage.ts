import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where in a conversation a program is: it has been given everything up to this change, and this message. */
export interface Position {
  version: number;
  seq: number;
}

/** A message that was not acknowledged yet. */
export interface Unsent {
  /** A UUID: what makes sending it again harmless. */
  clientId: string;
  conversationId: string;
  body: string;
}

/** What a program must not forget between two runs. JSON. */
export interface Kept {
  positions: Record<string, Position>;
  outbox: Unsent[];
}

/** Where it is kept. Calls to `save` come one after the other, each with everything. */
export interface Storage {
  /** Null: nothing was kept yet. */
  load(): Promise<Kept | null>;
  save(kept: Kept): Promise<void>;
}

/** Keeps it as long as the process runs: the next one begins with what comes then. */
export function inMemory(): Storage {
  let kept: Kept | null = null;
  return {
    load: async () => kept,
    async save(next) {
      kept = structuredClone(next);
    },
  };
}

/** Keeps it in a file, which is replaced as a whole. One program, one file. */
export function inFile(path: string): Storage {
  return {
    async load() {
      try {
        return JSON.parse(await readFile(path, 'utf8'));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    async save(kept) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.new`, JSON.stringify(kept));
      await rename(`${path}.new`, path);
    },
  };
}
