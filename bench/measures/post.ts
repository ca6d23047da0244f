import { type Acknowledged, allOf, createAudit, keeping } from '#bench/audit.ts';
import { CLIENTS, type HttpLoad, rates, takeTurn } from '#bench/http/turns.ts';
import type { HttpCommands } from '#bench/loads/http.ts';
import { type Bench, type BenchDatabase, inTurn, type Measure, warmed } from '#bench/measure.ts';
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
    const plan = { people: CLIENTS, team: CLIENTS, channels: 1 + CLIENTS, others: 0, messages: 0 };
    const workspace = await seedWorkspace(database, plan);
    const place: Place = {
      ...{ bench, database, workspace },
      parley: await bench.parley(database),
      bare: await bench.baseline('http', { DATABASE_URL: database.url }),
      load: await bench.load<HttpCommands>('http'),
    };
    const [, first, ...others] = workspace.channels.map(({ id }) => id);
    await compare(place, first ? [first] : [], 'one conversation');
    await compare(place, others, 'a conversation for each client');
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
  conversationIds: string[],
  variant: string,
): Promise<void> {
  const cookies = workspace.team.map(({ cookie }) => cookie);
  const audit = createAudit({ database, url: parley.url, cookie: cookies[0] ?? '' });
  const turn = (server: BenchServer) => (milliseconds: number) =>
    takeTurn(load, { server, database }, { cookies, work: { kind: 'post', conversationIds }, milliseconds });
  const [own, other] = [turn(parley), turn(bare)];
  const posted: Acknowledged[] = [];
  const turns = await inTurn(bench, {
    parley: warmed(
      bench,
      keeping(posted, own, (turn) => turn.posted),
      SECONDS,
    ),
    bare: warmed(bench, other, SECONDS),
  });
  await audit.check(allOf(posted));
  const compared = rates(turns('parley'), { 'node:http and pg': turns('bare') });
  bench.report({
    measure: 'post',
    variant,
    unit: 'messages/s',
    ...compared,
    target: 'at least 1.0 of node:http and pg',
    isMet: compared.baselines.every(({ ratio }) => ratio >= LEAST),
  });
}
