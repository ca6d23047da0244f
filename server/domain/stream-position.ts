import { createHash } from 'node:crypto';
import { type ConversationId, conversationId } from '#contract/ids.ts';
import type { SyncMark } from './sync-cursors.ts';

// How far a stream of events has come, in an id that goes with each event and is shown again on the way back. Versions of
// all conversations would not fit into it. So it says which transactions were all told of (see sync-cursors.ts), and beside
// that the versions of the few conversations that were told of since.

/** An id as a client shows it. */
export interface StreamCursor {
  /** Which history of transactions, and after which crash: see `SyncMark`. */
  epoch: string;
  /** Everything that transactions before this one did was told. */
  horizon: number;
  /** Of these conversations everything up to a version, whoever wrote it. */
  versions: Map<ConversationId, number>;
}

/** Characters of an id that are looked at: what this server gives out is shorter. */
const LONGEST = 8_000;
const pattern = /^([\w-]{10})\.([0-9a-z]{1,10})((?:\.[\w-]{22}[0-9a-z]{1,6})*)$/;

/** Reads an id back; null: it is none. */
export function decodeStreamCursor(text: string): StreamCursor | null {
  const [, epoch = '', horizon = '', rest = ''] = (text.length <= LONGEST ? pattern.exec(text) : null) ?? [];
  if (epoch === '') return null;
  const versions = new Map<ConversationId, number>();
  for (const part of rest.split('.').slice(1)) {
    const id = conversationId.safeParse(uuidOf(part.slice(0, 22)));
    if (!id.success) return null;
    versions.set(id.data, Number.parseInt(part.slice(22), 36));
  }
  return { epoch, horizon: Number.parseInt(horizon, 36), versions };
}

/** What an id says of `SyncMark.epoch` and of the last crash. */
export function epochDigest({ epoch, recovery }: SyncMark): string {
  return createHash('sha256').update(`${epoch} ${recovery}`).digest('base64url').slice(0, 10);
}

function uuidOf(text: string): string {
  const hex = Buffer.from(text, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** How far one stream has come. */
export class StreamPosition {
  /** The versions that were told, of every conversation that is known. */
  readonly known = new Map<ConversationId, number>();
  readonly #cursor: StreamCursor;

  constructor(cursor: StreamCursor) {
    this.#cursor = { ...cursor, versions: new Map(cursor.versions) };
  }

  get horizon(): number {
    return this.#cursor.horizon;
  }

  get epoch(): string {
    return this.#cursor.epoch;
  }

  /** How many conversations the id names. */
  get named(): number {
    return this.#cursor.versions.size;
  }

  /** The id: whoever shows it has been told everything up to here. */
  get id(): string {
    const { epoch, horizon, versions } = this.#cursor;
    const parts = [...versions].map(
      ([id, version]) =>
        `.${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}${version.toString(36)}`,
    );
    return `${epoch}.${horizon.toString(36)}${parts.join('')}`;
  }

  /** Everything of a conversation up to a version was told. */
  advance(id: ConversationId, version: number): void {
    this.known.set(id, version);
    this.#cursor.versions.set(id, version);
  }

  /** A conversation that one is in no more. */
  forget(id: ConversationId): void {
    this.known.delete(id);
    this.#cursor.versions.delete(id);
  }

  /** Everything that was visible at this mark was told. */
  settle(mark: SyncMark): void {
    this.#cursor.epoch = epochDigest(mark);
    this.#cursor.horizon = mark.horizon;
    this.#cursor.versions.clear();
  }
}
