import type pg from 'pg';
import { z } from 'zod';

// A noun says once what a line of it holds: reading it out of its table, checking it and putting it into another
// database all follow from that.

/** One field of a line. */
export interface Field {
  /** Of the table; null: it is made otherwise, by `select`. */
  column: string | null;
  /** What PostgreSQL takes it for. */
  type: string;
  line: z.ZodType;
  /** SQL for it, where it is not the column itself. The table is `t`. */
  select?: string;
  /** SQL for the column, where it is not the field itself. The line is `r`. */
  value?: string;
}

/** Shorthand for a field that is a column. */
export function field(
  column: string,
  type: string,
  line: z.ZodType,
  sql: Pick<Field, 'select' | 'value'> = {},
): Field {
  return { column, type, line, ...sql };
}

/** A kind of thing as it is exported: one line of JSON for each. */
export interface ExportedNoun {
  name: string;
  /** SQL that gives the fields of each as one row, in the order in which they stand. */
  select: string;
  /**
   * What its parameters are: whose it must be (a UUID; null: anybody's), the ids of some of the conversations that are
   * taken along, or both of them, those ids first.
   */
  by: 'nothing' | 'user' | 'conversations' | 'both';
}

/** The same as it is imported. */
export interface ImportedNoun extends ExportedNoun {
  line: z.ZodType;
  /** Puts checked lines into the database, inside a transaction. */
  insert(session: pg.Client, lines: readonly unknown[]): Promise<void>;
  table: string;
  /** The table's columns that are exported, derived, or left to their defaults: all there are. */
  columns: readonly string[];
}

interface Definition {
  name: string;
  table: string;
  by: ExportedNoun['by'];
  fields: Readonly<Record<string, Field>>;
  /** SQL after FROM, with the table as `t`. */
  from: string;
  /** SQL for columns that no line has, with the line as `r`. */
  derived?: Readonly<Record<string, string>>;
  /** The table has its one row from the beginning. */
  isThere?: boolean;
  /** Columns that are left to their defaults. */
  left?: readonly string[];
  /** What else belongs to the lines. */
  insertMore?(session: pg.Client, lines: readonly unknown[]): Promise<void>;
}

/** Makes a noun of what is said about it. */
export function defineNoun(definition: Definition): ImportedNoun {
  const { name, table, by, fields, from, derived = {}, isThere = false, left = [], insertMore } = definition;
  const all = Object.entries(fields);
  const selected = all.map(([key, one]) => `${one.select ?? `t."${one.column}"`} AS "${key}"`);
  const own = all.filter(([, one]) => one.column !== null);
  const columns = [
    ...own.map(([, one]) => `"${one.column}"`),
    ...Object.keys(derived).map((key) => `"${key}"`),
  ];
  const values = [...own.map(([key, one]) => one.value ?? `r."${key}"`), ...Object.values(derived)];
  const record = all.map(([key, one]) => `"${key}" ${one.type}`).join(', ');
  const lines = `jsonb_to_recordset($1::jsonb) AS r(${record})`;
  const set = columns.map((column, index) => `${column} = ${values[index]}`);
  const insert = isThere
    ? `UPDATE "${table}" SET ${set.join(', ')} FROM ${lines}`
    : `INSERT INTO "${table}" (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${lines}`;
  return {
    name,
    table,
    by,
    select: `SELECT ${selected.join(', ')} FROM ${from}`,
    line: z.strictObject(Object.fromEntries(all.map(([key, one]) => [key, one.line]))),
    columns: [...own.map(([, one]) => one.column ?? ''), ...Object.keys(derived), ...left],
    async insert(session, given) {
      await session.query(insert, [JSON.stringify(given)]);
      await insertMore?.(session, given);
    },
  };
}
