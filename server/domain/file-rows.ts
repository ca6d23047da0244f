import type { FileKind, MessageFile } from '#contract/files.ts';
import type { FileId, UserId } from '#contract/ids.ts';

/** A file of a message, or one that is to go with a message, as it is read. */
export interface FileRow {
  id: FileId;
  owner_id: UserId;
  name: string;
  type: string;
  kind: FileKind;
  size: number;
  width: number;
  height: number;
  duration: number | null;
  is_animated: boolean;
  has_preview: boolean;
  alt: string;
}

/** The columns that FileRow promises, of a file `f`. */
export const fileColumns = `f.id, f.owner_id, f.name, f.type, f.kind, f.size, f.width, f.height, f.duration, f.is_animated,
  f.has_preview, f.alt`;

export function toMessageFile(row: FileRow): MessageFile {
  return {
    ...{ id: row.id, name: row.name, type: row.type, kind: row.kind, bytes: row.size },
    width: row.width || null,
    height: row.height || null,
    duration: row.duration,
    isAnimated: row.is_animated,
    hasPreview: row.has_preview,
    alt: row.alt,
  };
}

/** SQL: the same of a file `f` as JSON, as messages keep it. */
export const fileJson = `jsonb_build_object('id', f.id, 'name', f.name, 'type', f.type, 'kind', f.kind, 'bytes', f.size,
  'width', nullif(f.width, 0), 'height', nullif(f.height, 0), 'duration', f.duration, 'isAnimated', f.is_animated,
  'hasPreview', f.has_preview, 'alt', f.alt)`;

/** SQL: what a message says where words alone have room: its text, or what its files are called. */
export function wordsOf(m: string): string {
  return `coalesce(nullif(${m}.body, ''),
    (SELECT string_agg(f.file->>'name', ', ') FROM jsonb_array_elements(${m}.files) AS f(file)), '')`;
}

/** SQL: a file `f` that went with no message yet. */
export const unsent = `f.purpose = 'attachment' AND f.unused_since IS NOT NULL AND f.message_id IS NULL AND f.copy_id IS NULL`;

/** What else is kept of a file: under its id, with these behind it. */
export const sizes = { preview: 'preview', large: 'large' } as const;

/** All names under which something of a file may be kept. */
export function namesOf(id: FileId): string[] {
  return [id, ...Object.values(sizes).map((size) => `${id}-${size}`)];
}
