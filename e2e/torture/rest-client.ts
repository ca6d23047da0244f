import { v4 as uuid } from 'uuid';
import type { DomainOperationName, OperationInput } from '#contract/operations.ts';
import { type Deadline, isFinal, rest, retry, type SendOptions, type TortureClient } from './client.ts';
import { type Intent, type Journal, noteAcknowledgement, noteIntent, sendingOf } from './journal.ts';
import type { Random } from './random.ts';
import type { TortureUser } from './users.ts';

interface Options {
  name: string;
  user: Pick<TortureUser, 'id' | 'headers'>;
  conversationIds: string[];
  ownChannelId?: string | null;
  /** Lines to the server, by address; every request takes one of them. */
  proxies: string[];
  journal: Journal;
  random: Random;
  deadline: Deadline;
  /** What a careless client sends when it tries again. The clientId of the intent, unless a test wants it broken. */
  clientIdOf?: (clientId: string, attempt: number) => string;
}

/** A program that uses the REST API as the documentation says: the same clientId until an answer comes. */
export function createRestClient(options: Options): TortureClient {
  const { name, user, conversationIds, proxies, journal, random, deadline } = options;
  const clientIdOf = options.clientIdOf ?? ((clientId) => clientId);
  const { headers } = user;

  function again<Name extends DomainOperationName>(name: Name, input: OperationInput<Name>) {
    const post = () => rest(random.pick(proxies), headers, name, input);
    return retry(`${name} of ${user.id}`, deadline, random, post, retried);
  }

  async function deliver(
    conversationId: string,
    body: string,
    onIntent: (intent: Intent) => void,
    options: SendOptions,
  ) {
    const intent = noteIntent(journal, {
      clientId: uuid(),
      sender: name,
      authorId: user.id,
      conversationId,
      body,
      ...options,
    });
    onIntent(intent);
    let attempt = 0;
    const post = () => {
      const input = { conversationId, clientId: clientIdOf(intent.clientId, attempt), body, ...options };
      attempt += 1;
      return rest(random.pick(proxies), headers, 'message:send', input);
    };
    const message = await retry(`The message ${intent.clientId} of ${name}`, deadline, random, post, retried);
    noteAcknowledgement(journal, intent, {
      ...message,
      clientId: intent.clientId as typeof message.clientId,
    });
    return intent;
  }

  function retried() {
    journal.counts.retried += 1;
  }

  return {
    name,
    userId: user.id,
    conversationIds,
    ownChannelId: options.ownChannelId ?? null,
    async send(conversationId, bodies, onIntent, options = {}) {
      const intents = [];
      for (const body of bodies) intents.push(await deliver(conversationId, body, onIntent, options));
      return intents;
    },
    openThread: async (_parentId, { id }) => (await again('message:thread', { id })).id,
    follow: (conversationId, follows) =>
      again(follows ? 'member:add' : 'member:remove', { conversationId, userId: user.id }),
    read: (conversationId, seq) => again('conversation:read', { conversationId, seq }).catch(unlessFinal),
    archive: (conversationId, archived) => again('conversation:update', { conversationId, archived }),
    change: again,
    repeat: (intent) =>
      rest(random.pick(proxies), headers, 'message:send', sendingOf(intent)).catch(() => null),
  };
}

/** Who does not follow a thread cannot read in it. */
function unlessFinal(error: unknown) {
  if (!isFinal(error)) throw error;
}
