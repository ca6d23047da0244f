import { z } from 'zod';

/** What an archive says of itself; its last entry, so that one that was cut off has none. */
export const manifest = z.object({
  format: z.literal('parley-backup'),
  formatVersion: z.literal(1),
  /** The Parley that made it. */
  release: z.string(),
  createdAt: z.iso.datetime(),
  /** What had been applied to the database, the oldest first, and the SHA-256 of the SQL. */
  migrations: z.array(z.object({ name: z.string(), sha256: z.hash('sha256') })).min(1),
  /** In the order in which they can be filled. */
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()).min(1),
      rows: z.int().min(0),
      bytes: z.int().min(0),
      sha256: z.hash('sha256'),
    }),
  ),
  /** Of the data folder. */
  files: z.array(z.object({ path: z.string(), bytes: z.int().min(0), sha256: z.hash('sha256') })),
});
export type Manifest = z.infer<typeof manifest>;

export const manifestName = 'manifest.json';
/** Beside it, its own SHA-256. */
export const manifestSumName = 'manifest.json.sha256';

/** Where the rows of a table stand: in parts of whole rows, each compressed by itself (RFC 8878). */
export function partName(table: string, part: number): string {
  return `tables/${table}.${String(part).padStart(6, '0')}.copy.zst`;
}

/** The table whose part this entry is; null for any other entry. */
export function tableOfPart(entry: string): string | null {
  return /^tables\/(\w+)\.\d{6,}\.copy\.zst$/.exec(entry)?.[1] ?? null;
}

const filesFolder = 'files/';

export function fileEntry(path: string): string {
  return `${filesFolder}${path}`;
}

/** The path, below the data folder, of the file that this entry is; null for any other entry. */
export function fileOfEntry(entry: string): string | null {
  return entry.startsWith(filesFolder) ? entry.slice(filesFolder.length) : null;
}
