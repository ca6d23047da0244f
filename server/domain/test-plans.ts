import pg from 'pg';
import { vi } from 'vitest';
import { z } from 'zod';

// What PostgreSQL does for a call: the statements that the call really made, and the plans they are run with.

const statement = z.object({ text: z.string(), values: z.array(z.unknown()).optional() });
export type Statement = z.output<typeof statement>;

/** Does `work` and gives every statement that it made. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const made: Statement[] = [];
  const note = (parts: unknown[]) => {
    const [text, values] = parts;
    const found = statement.safeParse(typeof text === 'string' ? { text, values } : text);
    if (found.success && /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(found.data.text))
      made.push(found.data);
  };
  // Pool.query goes through a client's query as transactions do, so this sees both.
  const query = vi.spyOn(pg.Client.prototype, 'query');
  await work();
  for (const call of query.mock.calls) note(call);
  query.mockRestore();
  return made;
}

export interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Join Filter'?: number;
  Plans?: Plan[];
}

/**
 * The nodes of the plan that a statement is run with, once planned for its values and once for any; a statement without
 * a name is planned for its values only.
 */
export async function plansOf(
  sql: pg.Pool,
  { text, values = [] }: Statement,
  modes = ['force_custom_plan', 'force_generic_plan'],
): Promise<Plan[]> {
  const client = await sql.connect();
  const nodes: Plan[] = [];
  try {
    for (const mode of modes) {
      await client.query('BEGIN');
      await client.query(`SET LOCAL plan_cache_mode = ${mode}`);
      await client.query(`PREPARE explained AS ${text}`);
      const given = values.length > 0 ? `(${values.map(literal).join(', ')})` : '';
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE explained${given}`,
      );
      await client.query('ROLLBACK');
      await client.query('DEALLOCATE explained');
      for (const row of rows) nodes.push(...flat(row['QUERY PLAN'][0].Plan));
    }
  } finally {
    client.release();
  }
  return nodes;
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value))
    return pg.escapeLiteral(`{${value.map((item) => JSON.stringify(item)).join(',')}}`);
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString());
  return typeof value === 'number' ? String(value) : pg.escapeLiteral(String(value));
}

function flat(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(flat)];
}

/** What a node made PostgreSQL look at. */
export const looked = (node: Plan) =>
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
