import type { IncomingMessage } from 'node:http';
import type { Server as Engine } from 'engine.io';
import { Refusal } from '#contract/errors.ts';
import type { Actor } from '#domain/actor.ts';
import type { Config } from '#platform/config.ts';
import { limit } from '#platform/rate-limit.ts';
import { isLoopback } from './addresses.ts';
import { limitActor, limitKeyOf, refuseUnreading } from './bearer.ts';
import { Counts } from './counts.ts';
import { addressOf } from './origin.ts';
import { actorOfToken, callerOf } from './session.ts';

/** Milliseconds that a connection lives which was let in only to be told why it is refused. */
const REFUSED_LIFE = 5_000;

/** What a handshake came to: who it is, or why not. */
interface Admitted {
  address: string;
  actor: Actor | null;
  /** An error of any kind; null: nothing speaks against it. */
  refused: unknown;
  /** Gives back what the connection was counted for, and ends its short life where it was let in to be refused. */
  release(): void;
}

type Connection = Engine['clients'][string];

/** Who may open a socket, and how many of them. */
export interface Admission {
  /**
   * Looks at a handshake before a connection is made of it. Throws `rate_limited` for a flood; whoever is refused for
   * another reason gets a connection for 5 s, because only there a browser's page can read the reason. Gives whether
   * nothing speaks against them.
   */
  admit(request: IncomingMessage): Promise<boolean>;
  /** The same of a request that is answered like any other: whoever is refused, for whatever reason, is told there. */
  admitAnswered(request: IncomingMessage): Promise<Actor>;
  /** Counts a connection until it closes. Call it once for each. */
  count(connection: Connection): void;
  /**
   * Who is behind a connection: by the token that its client gave to `auth`, where it did, otherwise by the request of its
   * handshake. Throws the refusal if it is refused.
   */
  admitted(connection: Connection, auth: unknown): Promise<{ actor: Actor; address: string }>;
}

export function createAdmission(config: Config): Admission {
  const handshakes = new WeakMap<IncomingMessage, Admitted>();
  const ofUser = new Counts('socketsOfUser');
  const ofPrograms = new Counts('socketsOfPrograms');
  const ofAddress = new Counts('socketsOfAddress');

  async function admit(request: IncomingMessage): Promise<Admitted> {
    const address = addressOf(request, config);
    // From this machine itself come load generators, and everybody where a proxy is not trusted to say who.
    if (!isLoopback(address)) await limit('handshakeAddress', address);
    const admitted = await identify(request, address);
    if (admitted.actor) await limitActor('handshakeUser', admitted.actor);
    else await limit('handshakeNobody', address);
    handshakes.set(request, admitted);
    return admitted;
  }

  return {
    async admit(request) {
      const { actor, refused } = await admit(request);
      return actor !== null && !refused;
    },

    async admitAnswered(request) {
      const { actor, refused } = await admit(request);
      if (!actor || refused) throw refused ?? new Refusal('unauthenticated', 'Sign in first.');
      return actor;
    },

    count(connection) {
      const admitted = handshakes.get(connection.request);
      limitConnects(connection);
      if (!admitted) return;
      take(connection, admitted);
      connection.once('close', () => admitted.release());
    },

    async admitted(connection, auth) {
      const admitted = handshakes.get(connection.request);
      if (!admitted) throw new Refusal('unauthenticated', 'Sign in first.');
      const secret = tokenIn(auth);
      if (secret !== null) {
        admitted.release();
        Object.assign(admitted, await identifyBy(secret, admitted.address));
        // Closed while the token was looked up: nobody would give back what is taken now.
        if (connection.readyState !== 'open') throw new Refusal('unavailable', 'The connection is closed.');
        take(connection, admitted);
      }
      const { actor, address, refused } = admitted;
      if (refused) throw refused;
      if (!actor) throw new Refusal('unauthenticated', 'Sign in first.');
      return { actor, address };
    },
  };

  /** Counts a connection for its user and its address, and refuses it when there are too many. */
  function take(connection: Connection, admitted: Admitted): void {
    const { actor, address } = admitted;
    const taken: [Counts, string][] = [];
    const count = (counts: Counts, key: string) => {
      if (admitted.refused) return;
      if (counts.take(key)) taken.push([counts, key]);
      else admitted.refused = tooManySockets();
    };
    if (actor) count(ofUser, limitKeyOf(actor));
    if (actor?.token) count(ofPrograms, actor.userId);
    if (!isLoopback(address)) count(ofAddress, address);
    const end = admitted.refused ? setTimeout(() => connection.close(true), REFUSED_LIFE) : undefined;
    admitted.release = () => {
      clearTimeout(end);
      for (const [counts, key] of taken.splice(0)) counts.release(key);
    };
  }
}

/** The token of `auth: { token }`; null without one. */
function tokenIn(auth: unknown): string | null {
  return typeof auth === 'object' && auth && 'token' in auth && typeof auth.token === 'string'
    ? auth.token
    : null;
}

async function identifyBy(secret: string, address: string): Promise<Omit<Admitted, 'address' | 'release'>> {
  try {
    const actor = await actorOfToken(secret, address);
    await limitActor('handshakeUser', actor);
    refuseUnreading(actor);
    return { actor, refused: null };
  } catch (refused) {
    return { actor: null, refused };
  }
}

async function identify(request: IncomingMessage, address: string): Promise<Admitted> {
  const release = () => undefined;
  try {
    const { authorization, cookie } = request.headers;
    const actor = await callerOf({ authorization, cookie }, address);
    if (actor) refuseUnreading(actor);
    const refused = actor ? null : new Refusal('unauthenticated', 'Sign in first.');
    return { address, actor, refused, release };
  } catch (refused) {
    return { address, actor: null, refused, release };
  }
}

export function tooManySockets(): Refusal {
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
