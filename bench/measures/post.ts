import { auditPosts } from '#bench/http/audit.ts';
import { CLIENTS, type HttpLoad, rates, takeTurn, warmUp } from '#bench/http/turns.ts';
import type { HttpCommands } from '#bench/loads/http.ts';
import { type Bench, type BenchDatabase, inTurn, type Measure } from '#bench/measure.ts';
import type { BenchServer } from '#bench/servers.ts';
import { seedWorkspace, type Workspace } from '#bench/workspace.ts';

const SECONDS = 5;
const LEAST = 1;

/** Messages posted over HTTP, beside a row inserted by a bare server. */
export const post: Measure = {
  name: 'post',
  about: `${CLIENTS} HTTP clients post messages, beside node:http that inserts a row of the same text`,
  async run(bench) {
    const database = await bench.database();
    const plan = { people: CLIENTS, team: CLIENTS, channels: CLIENTS - 1, others: 0 };
    const workspace = await seedWorkspace(database, { ...plan, messages: bench.size(10_000, 200) });
    const place: Place = {
      ...{ bench, database, workspace },
      parley: await bench.parley(database),
      bare: await bench.baseline('http', { DATABASE_URL: database.url }),
      load: await bench.load<HttpCommands>('http'),
    };
    await compare(place, 1, 'one conversation');
    await compare(place, CLIENTS, 'a conversation for each client');
  },
};

interface Place {
  bench: Bench;
  database: BenchDatabase;
  workspace: Workspace;
  parley: BenchServer;
  bare: BenchServer;
  load: HttpLoad;
}

async function compare(
  { bench, database, workspace, parley, bare, load }: Place,
  conversations: number,
  variant: string,
): Promise<void> {
  const channels = workspace.channels.slice(0, conversations);
  const cookies = workspace.team.map(({ cookie }) => cookie);
  const work = { kind: 'post' as const, conversationIds: channels.map(({ id }) => id) };
  const turn = (server: BenchServer, milliseconds: number) =>
    takeTurn(load, { server, database }, { cookies, work, milliseconds });
  const before = await lengthsOf(database, work.conversationIds);
  const first = await warmUp(bench, (milliseconds) => turn(parley, milliseconds));
  await warmUp(bench, (milliseconds) => turn(bare, milliseconds));
  const turns = await inTurn(bench.rounds, {
    parley: () => turn(parley, bench.milliseconds(SECONDS)),
    bare: () => turn(bare, bench.milliseconds(SECONDS)),
  });
  const posted = [first, ...turns.parley].flatMap((each) => each.posted);
  const cookie = cookies[0] ?? '';
  const audited = await auditPosts({ database, url: parley.url, cookie }, before, posted);
  const compared = rates(turns.parley, { 'node:http and pg': turns.bare });
  bench.report({
    measure: 'post',
    variant,
    unit: 'messages/s',
    ...compared,
    target: 'at least 1.0 of node:http and pg',
    isMet: compared.baselines.every(({ ratio }) => ratio >= LEAST),
    note: `${compared.note}; ${audited}`,
  });
}

async function lengthsOf({ sql }: BenchDatabase, ids: string[]): Promise<Map<string, number>> {
  const { rows } = await sql.query<{ id: string; last_seq: number }>(
    'SELECT id, last_seq FROM conversation WHERE id = ANY($1)',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.last_seq]));
}
