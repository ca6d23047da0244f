import type { IncomingMessage } from 'node:http';
import type { Server as Engine } from 'engine.io';
import { Refusal } from '#contract/errors.ts';
import type { Actor } from '#domain/actor.ts';
import type { Config } from '#platform/config.ts';
import { limit } from '#platform/rate-limit.ts';
import { isLoopback } from './addresses.ts';
import { Counts } from './counts.ts';
import { addressOf } from './origin.ts';
import { actorOf } from './session.ts';

/** Milliseconds that a connection lives which was let in only to be told why it is refused. */
const REFUSED_LIFE = 5_000;

/** What a handshake came to: who it is, or why not. */
interface Admitted {
  address: string;
  actor: Actor | null;
  /** An error of any kind; null: nothing speaks against it. */
  refused: unknown;
}

type Connection = Engine['clients'][string];

/** Who may open a socket, and how many of them. */
export interface Admission {
  /**
   * Looks at a handshake before a connection is made of it. Throws `rate_limited` for a flood; whoever is refused for
   * another reason gets a connection for 5 s, because only there a browser's page can read the reason.
   */
  admit(request: IncomingMessage): Promise<void>;
  /** Counts a connection until it closes. Call it once for each. */
  count(connection: Connection): void;
  /** Who is behind a connection, by the request of its handshake. Throws the refusal if it is refused. */
  admitted(request: IncomingMessage): { actor: Actor; address: string };
}

export function createAdmission(config: Config): Admission {
  const handshakes = new WeakMap<IncomingMessage, Admitted>();
  const ofUser = new Counts('socketsOfUser');
  const ofAddress = new Counts('socketsOfAddress');

  return {
    async admit(request) {
      const address = addressOf(request, config);
      // From this machine itself come load generators, and everybody where a proxy is not trusted to say who.
      if (!isLoopback(address)) await limit('handshakeAddress', address);
      const admitted = await identify(request, address);
      if (admitted.actor) await limit('handshakeUser', admitted.actor.userId);
      else await limit('handshakeNobody', address);
      handshakes.set(request, admitted);
    },

    count(connection) {
      const admitted = handshakes.get(connection.request);
      limitConnects(connection);
      if (!admitted) return;
      const { actor, address } = admitted;
      const taken: [Counts, string][] = [];
      const take = (counts: Counts, key: string) => {
        if (admitted.refused) return;
        if (counts.take(key)) taken.push([counts, key]);
        else admitted.refused = tooManySockets();
      };
      if (actor) take(ofUser, actor.userId);
      if (!isLoopback(address)) take(ofAddress, address);
      if (admitted.refused) {
        const end = setTimeout(() => connection.close(true), REFUSED_LIFE);
        connection.once('close', () => clearTimeout(end));
      }
      connection.once('close', () => {
        for (const [counts, key] of taken) counts.release(key);
      });
    },

    admitted(request) {
      const { actor, address, refused } = handshakes.get(request) ?? {};
      if (refused) throw refused;
      if (!(actor && address)) throw new Refusal('unauthenticated', 'Sign in first.');
      return { actor, address };
    },
  };
}

async function identify(request: IncomingMessage, address: string): Promise<Admitted> {
  try {
    const actor = await actorOf(request.headers.cookie);
    const refused = actor ? null : new Refusal('unauthenticated', 'Sign in first.');
    return { address, actor, refused };
  } catch (refused) {
    return { address, actor: null, refused };
  }
}

function tooManySockets(): Refusal {
  return new Refusal('rate_limited', 'There are too many connections open: close some first.', {
    retryAfter: 60,
  });
}

/** Socket.IO makes a socket of every connect packet that comes before it has answered the first. One is enough. */
function limitConnects(connection: Connection): void {
  let connects = 0;
  connection.on('packet', ({ type, data }: { type: string; data?: unknown }) => {
    if (type !== 'message' || typeof data !== 'string' || !data.startsWith('0')) return;
    connects += 1;
    if (connects > 1) connection.close(true);
  });
}
