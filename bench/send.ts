import { startTemporaryDatabase } from '#scripts/temporary-database.ts';
import { connect, sendsPerSecond, shapes } from './load.ts';
import { endServers, post, serve, settings, signIn } from './servers.ts';
import { median } from './statistics.ts';

// How fast are sends acknowledged, compared with Socket.IO alone, which stores nothing? Both servers in processes of
// their own, measured in turns, several rounds each; the ratio is of the medians. Load and servers share the machine.

const ROUNDS = 5;
const ROUND_MS = 2_000;
const database = await startTemporaryDatabase();
try {
  const { url: parleyUrl } = await serve('server.ts', { ...settings, DATABASE_URL: database.url });
  const { url: bareUrl } = await serve('bench/baselines/socket-io.ts', {});
  const cookie = await signIn(parleyUrl);
  const ids: string[] = [];
  for (let n = 0; n < 50; n += 1) {
    ids.push((await post(parleyUrl, '/conversations', { kind: 'private', name: `bench ${n}` }, cookie)).id);
  }
  const parley = await connect(parleyUrl, cookie);
  const bare = await connect(bareUrl);
  await bare.emitWithAck('join', ids);
  for (const shape of shapes) {
    const rates = { parley: [] as number[], bare: [] as number[] };
    await sendsPerSecond(parley, ids, shape, ROUND_MS / 2);
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.parley.push(await sendsPerSecond(parley, ids, shape, ROUND_MS));
      rates.bare.push(await sendsPerSecond(bare, ids, shape, ROUND_MS));
    }
    const [own, baseline] = [median(rates.parley), median(rates.bare)];
    process.stdout.write(
      `${shape.name}: stored and acknowledged ${Math.round(own)}/s, bare ${Math.round(baseline)}/s, ratio ${(own / baseline).toFixed(2)}\n`,
    );
  }
  parley.close();
  bare.close();
} finally {
  await endServers();
  await database.stop();
}
