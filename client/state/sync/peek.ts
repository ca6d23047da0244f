import type { Message } from '#contract/messages.ts';
import type { Cache } from '#state/kept/cache.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import { holds } from '#state/nouns/timeline.ts';
import type { Call } from './connection.ts';
import type { Users } from './users.ts';

/** Shows a few messages of a conversation without opening it. */
export function createPeek(
  store: ChatStore,
  call: Call,
  users: Pick<Users, 'want'>,
  cache: Pick<Cache, 'read'>,
) {
  async function find(conversationId: string, after: number, limit: number): Promise<Message[]> {
    const { timelines, connection } = store.getState();
    const loaded = timelines[conversationId];
    if (loaded && holds(loaded, after + 1)) return loaded.messages;
    if (connection === 'live') return (await call('message:list', { conversationId, after, limit })).items;
    return (await cache.read(conversationId))?.messages ?? [];
  }

  return async (conversationId: string, after: number, limit: number): Promise<Message[]> => {
    const found = await find(conversationId, after, limit);
    const messages = found.filter(({ seq }) => seq > after).slice(0, limit);
    users.want(messages.map(({ authorId }) => authorId));
    return messages;
  };
}
