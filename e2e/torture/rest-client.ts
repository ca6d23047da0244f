import { v4 as uuid } from 'uuid';
import { type Hand, insist, type Patience, rest } from './hand.ts';
import { type Intent, type Journal, noteAcknowledgement, noteIntent } from './journal.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

interface Options {
  name: string;
  person: Person;
  conversationIds: string[];
  /** Lines to the server, by address; every request takes one of them. */
  lines: string[];
  journal: Journal;
  random: Random;
  patience: Patience;
  /** What a careless client sends when it tries again. The clientId of the intent, unless a test wants it broken. */
  clientIdOf?: (clientId: string, attempt: number) => string;
}

/** A program that uses the REST API as the documentation says: the same clientId until an answer comes. */
export function createRestClient(options: Options): Hand {
  const { name, person, conversationIds, lines, journal, random, patience } = options;
  const clientIdOf = options.clientIdOf ?? ((clientId) => clientId);
  const { headers } = person;

  async function deliver(conversationId: string, body: string, onIntent: (intent: Intent) => void) {
    const intent = noteIntent(journal, {
      clientId: uuid(),
      sender: name,
      authorId: person.id,
      conversationId,
      body,
    });
    onIntent(intent);
    let attempt = 0;
    const post = () => {
      const input = { conversationId, clientId: clientIdOf(intent.clientId, attempt), body };
      attempt += 1;
      return rest(random.pick(lines), headers, 'message:send', input);
    };
    const message = await insist(
      `The message ${intent.clientId} of ${name}`,
      patience,
      random,
      post,
      retried,
    );
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
    userId: person.id,
    conversationIds,
    async send(conversationId, bodies, onIntent) {
      const intents = [];
      for (const body of bodies) intents.push(await deliver(conversationId, body, onIntent));
      return intents;
    },
    change: (operation, input) =>
      insist(
        `${operation} of ${name}`,
        patience,
        random,
        () => rest(random.pick(lines), headers, operation, input),
        retried,
      ),
    repeat: ({ conversationId, clientId, body }) =>
      rest(random.pick(lines), headers, 'message:send', { conversationId, clientId, body }).catch(() => null),
  };
}
