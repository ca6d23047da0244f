import { createLocalNotes } from '#state/kept/local-notes.ts';
import { visits } from './visits.ts';

/** How much something was used, as it counted at `at`. */
export interface Use {
  key: string;
  weight: number;
  /** In ms since 1970. */
  at: number;
}

/** So many are remembered. */
export const usesMost = 200;
/** After so long a use counts half, in ms. */
const halfLife = 7 * 24 * 60 * 60_000;
/** UTF-16 units of a key: what we write is far shorter. */
const longest = 80;
const noteName = 'uses';

/** After one more use, the latest first. Those least used give way. */
export function withUse(uses: readonly Use[], key: string, now: number): Use[] {
  const before = uses.find((use) => use.key === key);
  const use = { key, weight: (before ? weightAt(before, now) : 0) + 1, at: now };
  const all = [use, ...uses.filter((other) => other !== before)];
  if (all.length > usesMost) {
    const least = all.reduce((one, other) => (weightAt(other, now) < weightAt(one, now) ? other : one));
    all.splice(all.indexOf(least === use ? (all.at(-1) ?? use) : least), 1);
  }
  return all;
}

/** How much a use counts at a time: often and lately is more. */
export function weightAt({ weight, at }: Use, now: number): number {
  return weight * 0.5 ** (Math.max(0, now - at) / halfLife);
}

/** What a text holds that this wrote, the latest first; whatever is not that is passed over. */
export function usesIn(kept: string | null): Use[] {
  let found: unknown = null;
  try {
    found = JSON.parse(kept ?? 'null');
  } catch {
    // Not ours.
  }
  return (Array.isArray(found) ? found : []).filter(isUse).slice(0, usesMost);
}

/** What a user went to and did in this browser. */
export function usesOf(userId: string): Use[] {
  noteVisits(userId);
  return readUses(userId);
}

/** Remembers that a user went there or did that: `c:` and a conversation's id, `view:`, `do:` and a name. */
export function noteUse(userId: string, key: string): void {
  noteVisits(userId);
  note(userId, key);
}

/** Remembers where a user was. */
export function noteVisits(userId: string): void {
  for (const place of visits.splice(0)) note(userId, place);
}

function note(userId: string, key: string): void {
  const uses = withUse(readUses(userId), key, Date.now());
  createLocalNotes('uses', userId).write(noteName, JSON.stringify(uses));
}

function readUses(userId: string): Use[] {
  return usesIn(createLocalNotes('uses', userId).read(noteName));
}

function isUse(value: unknown): value is Use {
  if (typeof value !== 'object' || value === null) return false;
  const { key, weight, at }: Partial<Record<keyof Use, unknown>> = value;
  return typeof key === 'string' && key.length <= longest && Number.isFinite(weight) && Number.isFinite(at);
}
