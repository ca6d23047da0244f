import { callHttp } from '#gateway/testing/http.ts';
import type { Deadline, TortureClient } from './client.ts';
import type { FaultyProxy } from './faulty-proxy.ts';
import type { Journal } from './journal.ts';
import { createLiveClient } from './live-client.ts';
import type { Random } from './random.ts';
import { createRestClient } from './rest-client.ts';
import type { TortureUser } from './users.ts';

/** Every seventh client is a program without a socket. */
const isRestOnly = (index: number) => index % 7 === 6;

interface Options {
  users: TortureUser[];
  members: Map<string, TortureUser[]>;
  /** What leads to the server. */
  proxies: Pick<FaultyProxy, 'url'>[];
  journal: Journal;
  random: Random;
  deadline: Deadline;
  ends: (() => unknown)[];
  url: string;
}

/** One client for each user, connected through the proxies in turn; what ends them is pushed to `ends`. */
export async function createClients({
  users,
  members,
  proxies,
  journal,
  random,
  deadline,
  ends,
  url,
}: Options): Promise<TortureClient[]> {
  const urls = proxies.map((proxy) => proxy.url);
  return Promise.all(
    users.map(async (user, index): Promise<TortureClient> => {
      const conversationIds = [...members].flatMap(([id, own]) => (own.includes(user) ? [id] : []));
      const ownChannelId = [...members].find(([, own]) => own.length === 1 && own[0] === user)?.[0] ?? null;
      const name = `${isRestOnly(index) ? 'rest' : 'live'}-${index + 1}`;
      const common = {
        name,
        user,
        conversationIds,
        ownChannelId,
        proxies: urls,
        journal,
        deadline,
        random: random.fork(`wire ${name}`),
      };
      if (isRestOnly(index)) return createRestClient(common);
      const snapshot = await callHttp(url, 'sync', {}, user.headers);
      const client = await createLiveClient({ ...common, snapshot, proxy: urls[index % urls.length] ?? url });
      ends.push(client.stop);
      return client;
    }),
  );
}
