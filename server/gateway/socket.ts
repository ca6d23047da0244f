import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import { Refusal } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import { answerOf } from '#contract/problems.ts';
import { findArrival } from '#domain/arrivals.ts';
import { mustSetUpFirst } from '#domain/second-factor.ts';
import { endExpired } from '#domain/sessions.ts';
import type { Config } from '#platform/config.ts';
import { attachDelivery } from '#platform/events.ts';
import type { Log } from '#platform/log.ts';
import { openSockets } from '#platform/metrics.ts';
import { createAdmission, tooManySockets } from './admission.ts';
import { type Arrivals, createArrivals } from './arriving.ts';
import { limitWaiting } from './backpressure.ts';
import { limitKeyOf } from './bearer.ts';
import type { ChatServer, ChatSocket } from './chat-socket.ts';
import { Counts } from './counts.ts';
import { createDelivery } from './delivery.ts';
import { toRefusal } from './dispatch.ts';
import { EventStreamTransport } from './event-stream-transport.ts';
import { GatheringEngine, writeGathered } from './gathered-writes.ts';
import { withMemberships } from './memberships.ts';
import { isOwnOrigin, ownOrigin } from './origin.ts';
import { noteDeparture, notePresence } from './presence.ts';
import { takeRole } from './review.ts';
import { roomOf } from './rooms.ts';
import { renewedCookie } from './session.ts';
import { answerOnSocket, refuseOnSocket } from './socket-operations.ts';

const PATH = '/socket.io/';
const EVENTS = '/api/v1/events';
/** Milliseconds that a connection has to ask for a socket. */
const CONNECT_TIMEOUT = 10_000;

/** Socket.IO's side of the HTTP server. All functions reject with a Refusal. */
export interface SocketTransport {
  io: ChatServer;
  polling(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): Promise<void>;
  /** Answers with a stream of events; `refuse` writes a problem document, as long as nothing has been written. */
  events(
    request: IncomingMessage,
    response: ServerResponse,
    refuse: (refusal: Refusal) => void,
  ): Promise<void>;
}

/** Whether a path belongs to the sockets. */
export function isSocketPath(path: string): boolean {
  return path === PATH;
}

/** Whether a path is that of the same events as a stream. */
export function isEventsPath(path: string): boolean {
  return path === EVENTS;
}

/** Live calls and events: Socket.IO with the path, calls and events of the contract. */
export function createSocketTransport(config: Config, log: Log): SocketTransport {
  const engine = new GatheringEngine({
    maxHttpBufferSize: limits.requestBytes,
    // A dead connection is noticed within 25 s, by either side.
    pingInterval: 15_000,
    pingTimeout: 10_000,
  });
  const io: ChatServer = new Server({ connectTimeout: CONNECT_TIMEOUT });
  io.bind(engine);
  const admission = createAdmission(config);
  const arrivals = createArrivals();
  openSockets.from(() => io.of('/').sockets.size);
  engine.on('connection', admission.count);
  engine.on('initial_headers', (headers: Record<string, string>, request: IncomingMessage) => {
    const renewed = renewedCookie(request.headers.cookie);
    if (renewed) headers['set-cookie'] = renewed;
  });
  io.use((socket, next) => {
    admission.admitted(socket.conn, socket.handshake.auth).then(
      (admitted) => {
        Object.assign(socket.data, admitted, {
          origin: ownOrigin(socket.request, config),
          watched: Promise.resolve(new Set()),
          threads: new Map(),
          threadsChanged: Promise.resolve(),
          running: new Set(),
        });
        // Nothing may arrive there either.
        next(admitted.actor.mustSetUp ? refusedHandshake(mustSetUpFirst()) : undefined);
      },
      (error: unknown) => next(refusedHandshake(toRefusal(error, log, 'connect'))),
    );
  });
  const running = new Counts('runningCalls');
  const streams = new Counts('streamsOfUser');
  io.on('connection', (socket) => welcome(socket, running, log, arrivals));
  attachDelivery(createDelivery(io, log), (error) => toRefusal(error, log, 'announce'), writeGathered);

  async function admit(request: IncomingMessage): Promise<void> {
    if (!isOwnOrigin(request, config))
      throw new Refusal('forbidden', 'This request comes from another site.');
    const query = new URL(request.url ?? '', 'http://localhost').searchParams;
    // A way around the browsers of 2010, by scripts from other sites.
    if (query.has('j')) throw new Refusal('invalid', 'JSONP is not served here.');
    if (query.get('sid')) return;
    await arrivals.arrive(request);
    // Many gave up while they waited for their turn: nothing is asked for these.
    if (request.socket.destroyed) return;
    let isKnown = false;
    try {
      isKnown = await admission.admit(request);
    } finally {
      if (!isKnown) arrivals.arrived(request);
    }
  }
  return {
    io,
    async polling(request, response) {
      if (request.method !== 'GET' && request.method !== 'POST')
        throw new Refusal('not_found', 'There is nothing here.');
      await admit(request);
      if (!request.socket.destroyed) engine.handleRequest(request, response);
    },
    async upgrade(request, connection, head) {
      await admit(request);
      if (!connection.destroyed) engine.handleUpgrade(request, connection, head);
    },
    async events(request, response, refuse) {
      if (request.method !== 'GET') throw new Refusal('not_found', 'There is no such call.');
      const counted = limitKeyOf(await admission.admitAnswered(request));
      if (response.destroyed) return;
      if (!streams.take(counted)) throw tooManySockets();
      response.once('close', () => streams.release(counted));
      const around = { refuse, toRefusal: (error: unknown) => toRefusal(error, log, 'events') };
      await engine.openStream(request, new EventStreamTransport(request, response, around));
    },
  };
}

/** Socket.IO sends an error's `message` and `data` to the client that is refused. */
function refusedHandshake(refusal: Refusal): Error {
  return Object.assign(new Error(refusal.code), { data: answerOf(refusal) });
}

function welcome(socket: ChatSocket, running: Counts, log: Log, { arrived }: Arrivals): void {
  const { actor } = socket.data;
  const counted = limitKeyOf(actor);
  const socketLog = log.child({ socket: socket.id });
  limitWaiting(socket, socketLog);
  const joined = joinRooms(socket).catch((error: unknown) => {
    socketLog.warn({ reason: toRefusal(error, socketLog, 'join').code }, 'could not join the rooms');
    // The client comes again by itself; a socket that receives only some rooms would be a quiet lie.
    socket.disconnect(true);
  });
  if (socket.conn.transport instanceof EventStreamTransport)
    socket.conn.transport.welcome(() => socket.data.actor, joined);
  notePresence(actor.userId, socket.id, 'online');
  endInTime(socket);
  socket.on('disconnect', (reason) => {
    noteDeparture(actor.userId, socket.id);
    // There is but one namespace: whoever leaves it has no use for the connection.
    if (reason === 'client namespace disconnect') socket.conn.close();
  });
  socket.onAny((name: string, ...parts: unknown[]) => {
    if (!running.take(counted)) {
      refuseOnSocket(new Refusal('rate_limited', 'Too many calls at once.', { retryAfter: 1 }), parts);
      return;
    }
    // No call is answered before the socket receives everything: what `sync` says can only be older than the events.
    const call = joined.then(() =>
      // Refused meanwhile, or gone: whoever asked will ask again on another connection.
      socket.connected ? answerOnSocket(socket, socketLog, name, parts) : undefined,
    );
    socket.data.running.add(call);
    void call.finally(() => {
      arrived(socket.request);
      socket.data.running.delete(call);
      running.release(counted);
    });
  });
}

/** Joins the rooms of all conversations, and from then on whatever the user joins and leaves. */
async function joinRooms(socket: ChatSocket): Promise<void> {
  const { actor } = socket.data;
  // First the user's own room: it carries what changes while the conversations are read.
  await socket.join([
    roomOf({ everyone: true }),
    roomOf({ user: actor.userId }),
    roomOf({ session: actor.sessionId }),
  ]);
  await withMemberships(
    actor.userId,
    async () => {
      // The session may have ended since the handshake looked, and the role be another: from here on the rooms carry both.
      const arrival = await findArrival(actor);
      if (!arrival || arrival.standing === 'suspended' || arrival.standing === 'removed')
        throw new Refusal('unauthenticated', 'Sign in first.');
      // What was announced meanwhile is later than this answer.
      if (socket.data.actor === actor) await takeRole(socket, arrival.standing);
      return arrival.joined;
    },
    (conversations) => {
      void socket.join(conversations.map((conversation) => roomOf({ conversation })));
    },
  );
}

/** The longest time that a timer runs, in ms: longer ones would end at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Ends a socket when the token behind it does; one that ends after a timer's time is found by the hourly look at all. */
function endInTime(socket: ChatSocket): void {
  const { sessionId, token } = socket.data.actor;
  const left = token?.expiresAt ? token.expiresAt.getTime() - Date.now() : Number.POSITIVE_INFINITY;
  if (left > LONGEST_TIMER) return;
  const timer = setTimeout(() => endExpired(sessionId), left);
  socket.once('disconnect', () => clearTimeout(timer));
}
