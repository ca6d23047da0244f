import {
  CLIENTS,
  type HttpLoad,
  medianOf,
  notes,
  rates,
  type Take,
  type Turn,
  takeTurn,
  takeTurns,
} from '#bench/http/turns.ts';
import type { HttpCommands } from '#bench/loads/http.ts';
import type { Bench, BenchDatabase, Measure } from '#bench/measure.ts';
import { number } from '#bench/results.ts';
import { seedWorkspace, type Workspace } from '#bench/workspace.ts';

const SECONDS = 5;
const MESSAGES = 50;
const LEAST = { conversation: 300, signIn: 600 };
/** What of the smallest workspace's rate there has to be in the largest: the rest is chance. */
const LEAST_ALIKE = 0.9;

/** Pages as HTML. */
export const pages: Measure = {
  name: 'pages',
  about: `${CLIENTS} HTTP clients, signed in, ask for the page of a conversation with ${MESSAGES} messages in the HTML, in workspaces of different sizes; then for the sign-in page`,
  async run(bench) {
    const load = await bench.load<HttpCommands>('http');
    const takes: Record<string, Take> = {};
    const sizes = bench.size([20, 2_000], [30]);
    for (const people of sizes) Object.assign(takes, await open(bench, load, people));
    const turns = await takeTurns(bench, takes, SECONDS);
    const [smallest = 0] = sizes;
    const least = medianOf(turns(nameOf(smallest)), 'perSecond');
    for (const people of sizes) {
      report(bench, nameOf(people), turns, { least: LEAST.conversation, alike: least });
      report(bench, `${nameOf(people)}, gzip`, turns, null);
      report(bench, `${nameOf(people)}, drawn anew`, turns, null);
    }
    report(bench, 'sign-in', turns, { least: LEAST.signIn, alike: 0 });
  },
};

function nameOf(people: number): string {
  return `conversation, ${people.toLocaleString('en')} people`;
}

async function open(bench: Bench, load: HttpLoad, people: number): Promise<Record<string, Take>> {
  const database = await bench.database();
  const workspace = await seedWorkspace(database, {
    ...{ people, team: CLIENTS, pairs: 8, channels: 24, others: people - CLIENTS },
    messages: bench.size(20_000, 4_000),
  });
  const server = await bench.parley(database);
  // In the short run four pages say what sixteen would, for each takes long.
  const cookies = workspace.team.slice(0, bench.size(CLIENTS, 4)).map(({ cookie }) => cookie);
  const take =
    (
      signedIn: boolean,
      shown: Shown,
      articles: number,
      more: { encoding?: string; isNew?: boolean } = {},
    ): Take =>
    (milliseconds) =>
      takeTurn(
        load,
        { server, database },
        {
          cookies: signedIn ? cookies : cookies.map(() => ''),
          work: { kind: 'page', pages: shown, articles, ...more },
          milliseconds,
        },
      );
  const shown = await conversationPages(database, workspace);
  return {
    [nameOf(people)]: take(true, shown, MESSAGES),
    [`${nameOf(people)}, gzip`]: take(true, shown, MESSAGES, { encoding: 'gzip' }),
    [`${nameOf(people)}, drawn anew`]: take(true, shown, MESSAGES, { encoding: 'gzip', isNew: true }),
    // The same in every workspace: the last one's counts.
    'sign-in': take(false, [{ path: '/sign-in', holds: ['name="email"', 'name="password"', '</form>'] }], 0),
  };
}

type Shown = { path: string; holds: string[] }[];

/** The pages of all channels, and what each has to hold: the last word of each message, as the end of an element. */
async function conversationPages({ sql }: BenchDatabase, { channels }: Workspace): Promise<Shown> {
  const shown: Shown = [];
  for (const { id } of channels) {
    const { rows } = await sql.query<{ body: string }>(
      'SELECT body FROM message WHERE conversation_id = $1 ORDER BY seq DESC LIMIT $2',
      [id, MESSAGES],
    );
    shown.push({ path: `/c/${id}`, holds: rows.map(({ body }) => `${body.split(' ').at(-1)}<`) });
  }
  return shown;
}

interface Target {
  least: number;
  /** The rate in the smallest workspace. */
  alike: number;
}

function report(bench: Bench, variant: string, all: (side: string) => Turn[], target: Target | null): void {
  const turns = all(variant);
  const line = rates(turns, {});
  bench.report({
    measure: 'pages',
    variant,
    unit: 'pages/s',
    ...line,
    target: target === null ? '' : wordsOf(target),
    isMet: target && line.parley >= target.least && line.parley >= target.alike * LEAST_ALIKE,
    note: notes(line.note, `${number(medianOf(turns, 'bytes'))} bytes each`),
  });
}

function wordsOf({ least, alike }: Target): string {
  return `at least ${least}${alike > 0 ? ', the same in every workspace' : ''}`;
}
