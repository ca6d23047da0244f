import { v4 as uuid } from 'uuid';
import { type Deadline, rest, retry, type TortureClient } from './client.ts';
import { type Intent, type Journal, noteAcknowledgement, noteIntent } from './journal.ts';
import type { Random } from './random.ts';
import type { TortureUser } from './users.ts';

interface Options {
  name: string;
  user: TortureUser;
  conversationIds: string[];
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

  async function deliver(conversationId: string, body: string, onIntent: (intent: Intent) => void) {
    const intent = noteIntent(journal, {
      clientId: uuid(),
      sender: name,
      authorId: user.id,
      conversationId,
      body,
    });
    onIntent(intent);
    let attempt = 0;
    const post = () => {
      const input = { conversationId, clientId: clientIdOf(intent.clientId, attempt), body };
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
    async send(conversationId, bodies, onIntent) {
      const intents = [];
      for (const body of bodies) intents.push(await deliver(conversationId, body, onIntent));
      return intents;
    },
    change: (operation, input) =>
      retry(
        `${operation} of ${name}`,
        deadline,
        random,
        () => rest(random.pick(proxies), headers, operation, input),
        retried,
      ),
    repeat: ({ conversationId, clientId, body }) =>
      rest(random.pick(proxies), headers, 'message:send', { conversationId, clientId, body }).catch(
        () => null,
      ),
  };
}
