import { randomUUID } from 'node:crypto';
import { connect } from '#bench/load.ts';
import type { Load } from '#bench/load-process.ts';
import type { CatchUpCommands } from '#bench/loads/catch-up.ts';
import { type Bench, beside, type Measure } from '#bench/measure.ts';
import { type Person, storeSignedIn } from '#bench/people.ts';
import { openSlowLine } from '#bench/slow-line.ts';
import { median } from '#bench/statistics.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { storeChannels, storeHistory } from '#domain/test-people.ts';

/** Milliseconds that coming back may take. */
const TARGET = 300;
/** Milliseconds of one way over a line that is no machine's own. */
const WAY = 20;
/** Of the changes to one conversation, the first so many are edits, reactions and deletions of what was there. */
const kinds = ['message:edit', 'reaction:add', 'message:delete'] as const;
const OF_KIND = 3;

type Writer = Awaited<ReturnType<typeof connect>>;

export const catchUp: Measure = {
  name: 'catch-up',
  about:
    'the state of a client that comes back to 50 conversations with 2,000 changes, against loading all afresh',
  async run(bench) {
    const conversations = bench.size(50, 5);
    const changes = bench.size(2_000, 100);
    const { sql, ...database } = await bench.database();
    const server = await bench.parley({ sql, ...database });
    const people = await storeSignedIn(sql, 2);
    const [author, reader] = people;
    if (!author || !reader) throw new Error('Nobody was stored');
    const actors = people.map(({ actor }) => actor);
    const ids = await storeChannels(sql, conversations, actors);
    for (const id of ids) await storeHistory(sql, id, [author.actor], 60);
    await sql.query(
      'UPDATE member m SET last_read_seq = c.last_seq FROM conversation c WHERE c.id = m.conversation_id',
    );

    const line = await openSlowLine(server.url, WAY);
    bench.onEnd(line.close);
    for (const { variant, url } of [
      { variant: '', url: server.url },
      { variant: `over a line of ${2 * WAY} ms there and back`, url: line.url },
    ]) {
      const load = await bench.load<CatchUpCommands>('catch-up');
      await load.call('enter', { url, cookie: reader.cookie, conversationIds: ids });
      const runs: Run[] = [];
      for (let round = 0; round < bench.size(5, 1); round += 1) {
        await load.call('leave');
        await change(server.url, author, ids, changes / conversations);
        runs.push(await returnOnce(load));
      }
      await load.call('leave');
      report(bench, variant, runs, changes);
    }
  },
};

async function returnOnce(load: Load<CatchUpCommands>): Promise<Run> {
  const milliseconds = await load.call('comeBack');
  const fresh = await load.call('compare');
  if (fresh.differences.length > 0)
    throw new Error(`Who came back knows otherwise: ${fresh.differences.join(', ')}`);
  return { milliseconds, fresh: fresh.milliseconds, loaded: fresh.loaded };
}

interface Run {
  milliseconds: number;
  fresh: number;
  loaded: number;
}

function report(bench: Bench, variant: string, runs: Run[], changes: number): void {
  const parley = median(runs.map(({ milliseconds }) => milliseconds));
  bench.report({
    measure: 'catch-up',
    variant,
    unit: 'ms',
    parley,
    baselines: beside(parley, { 'loaded afresh': median(runs.map(({ fresh }) => fresh)) }),
    cpu: null,
    microseconds: null,
    // What a line takes is not ours to shorten.
    target: variant === '' ? `under ${TARGET} ms to identical state` : '',
    isMet: variant === '' ? parley < TARGET : null,
    note: `${changes} changes, ${runs[0]?.loaded} windows loaded; afresh no window is`,
  });
}

/** Makes so many changes in each conversation, over a socket of their author. */
async function change(url: string, author: Person, ids: ConversationId[], count: number): Promise<void> {
  const socket = await connect(url, author.cookie);
  try {
    for (const id of ids) await changeOne(socket, id, count, await recent(url, author, id));
  } finally {
    socket.close();
  }
}

async function changeOne(socket: Writer, id: ConversationId, count: number, there: Message[]): Promise<void> {
  const others = there.filter(({ deletedAt }) => deletedAt === null).slice(-kinds.length * OF_KIND);
  await Promise.all([
    ...others.map((message, index) => {
      const kind = kinds[index % kinds.length] ?? 'message:edit';
      if (kind === 'message:edit')
        return ask(socket, kind, { id: message.id, body: `${message.body}, again` });
      if (kind === 'message:delete') return ask(socket, kind, { id: message.id });
      return ask(socket, kind, { messageId: message.id, emoji: '🎉' });
    }),
    ...Array.from({ length: count - others.length }, (_, index) =>
      ask(socket, 'message:send', {
        conversationId: id,
        clientId: randomUUID(),
        body: `While you were away, ${index}`,
      }),
    ),
  ]);
}

async function ask(socket: Writer, name: string, input: object): Promise<void> {
  const answer: { ok: boolean } = await socket.timeout(10_000).emitWithAck(name, input);
  if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer)}`);
}

async function recent(url: string, { cookie }: Person, id: ConversationId): Promise<Message[]> {
  const answer = await fetch(`${url}/api/v1/conversations/${id}/messages?limit=20`, { headers: { cookie } });
  const { items }: { items: Message[] } = await answer.json();
  return items;
}
