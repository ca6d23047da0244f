import type { Readable } from 'node:stream';

/** A file that is open to be read. */
export interface OpenFile {
  bytes: number;
  /** Its bytes, or those from one position to another, both among them. The stream closes the file at its end. */
  read(from?: number, to?: number): Readable;
  /** For whoever reads nothing of it. */
  close(): Promise<void>;
}

/** A file that is kept, whatever the database knows of it. */
export interface LyingFile {
  /** Its name; null for one that was never finished. */
  name: string | null;
  remove(): Promise<void>;
}

/**
 * Where files are kept: under names that are an id, with what else there is of it. What is kept is there whole, and
 * outlives a loss of power; the same name again replaces it.
 */
export interface FileStore {
  keep(name: string, content: Uint8Array): Promise<void>;
  /** Keeps what lies at a path of this machine, in the folder of what comes in, and takes it from there. */
  take(name: string, path: string): Promise<void>;
  /** Null: there is none. */
  open(name: string): Promise<OpenFile | null>;
  /** What is not there is gone already. */
  remove(name: string): Promise<void>;
  /** The files that were written before a time, some at once. */
  list(before: Date): AsyncGenerator<LyingFile[]>;
}

/** A file's id, with what else there is of it. */
export const namePattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:-[a-z0-9]+)?$/;

/** Throws for what is no name: it comes from our own code. */
export function requireName(name: string): string {
  if (!namePattern.test(name)) throw new Error('This is no name of a file');
  return name;
}

/** Whether an error says that there is no such file. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
