import { isSent } from '#ui/messages/entry.ts';
import type { Day, Row } from './rows.ts';

/** Rows that are drawn together: what changes in one block draws no other. */
export interface Block {
  key: number;
  rows: Row[];
}

export interface DrawnDay {
  /** Days since 1970 in the reader's time zone. */
  day: number;
  blocks: Block[];
}

/** Rows in a block, at most. */
const blockSize = 32;

/**
 * The days in blocks, by `seq`, so that a message stays in its block whatever comes and goes around it. What says the
 * same as before is the same object as before.
 */
export function drawnDays(days: readonly Day[], before: readonly DrawnDay[]): DrawnDay[] {
  const known = new Map(before.map((day) => [day.day, day]));
  return days.map((day) => {
    const old = known.get(day.day);
    const blocks = keep(blocksOf(day.rows), old?.blocks ?? []);
    return old && isSameList(old.blocks, blocks) ? old : { day: day.day, blocks };
  });
}

function blocksOf(rows: readonly Row[]): Block[] {
  const blocks: Block[] = [];
  let seq = 0;
  for (const row of rows) {
    // One on its way gets the next number, most likely.
    seq = isSent(row.entry) ? row.entry.seq : seq + 1;
    const key = Math.floor(seq / blockSize);
    const last = blocks.at(-1);
    if (last?.key === key) last.rows.push(row);
    else blocks.push({ key, rows: [row] });
  }
  return blocks;
}

function keep(blocks: Block[], before: readonly Block[]): Block[] {
  const known = new Map(before.map((block) => [block.key, block]));
  return blocks.map((block) => {
    const old = known.get(block.key);
    return old?.rows.length === block.rows.length && old.rows.every((row, at) => isSame(row, block.rows[at]))
      ? old
      : block;
  });
}

function isSame(one: Row, other: Row | undefined): boolean {
  return (
    one.entry === other?.entry &&
    one.authorId === other.authorId &&
    one.head === other.head &&
    one.isNew === other.isNew &&
    one.opens === other.opens
  );
}

function isSameList<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item, at) => item === other[at]);
}
