import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import { Refusal } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import { listHeard } from '#domain/rooms.ts';
import type { Config } from '#platform/config.ts';
import { attachDelivery } from '#platform/events.ts';
import type { Log } from '#platform/log.ts';
import { limitWaiting } from './backpressure.ts';
import type { ChatServer, ChatSocket } from './chat-socket.ts';
import { createDelivery } from './delivery.ts';
import { toRefusal } from './dispatch.ts';
import { addressOf, isOwnOrigin } from './origin.ts';
import { noteDeparture, notePresence } from './presence.ts';
import { roomOf } from './rooms.ts';
import { actorOf, renewedCookie } from './session.ts';
import { watchSessions } from './session-watch.ts';
import { answerOnSocket } from './socket-operations.ts';

/** The live door: Socket.IO with the path, calls and events of the contract. */
export function createSocketDoor(httpServer: HttpServer, config: Config, log: Log): ChatServer {
  const io: ChatServer = new Server(httpServer, {
    path: '/socket.io',
    serveClient: false,
    maxHttpBufferSize: limits.requestBytes,
    // A dead connection is noticed within 25 s, by either side.
    pingInterval: 15_000,
    pingTimeout: 10_000,
    allowRequest: (request, callback) => callback(null, isOwnOrigin(request, config)),
  });
  io.use((socket, next) => {
    authenticate(socket, config).then(
      () => next(),
      (error: unknown) => next(refusedHandshake(toRefusal(error, log, 'connect'))),
    );
  });
  io.engine.on('initial_headers', (headers: Record<string, string>, request: IncomingMessage) => {
    const renewed = renewedCookie(request.headers.cookie);
    if (renewed) headers['set-cookie'] = renewed;
  });
  io.on('connection', (socket) => welcome(socket, log));
  attachDelivery(createDelivery(io), (error) => toRefusal(error, log, 'announce'));
  watchSessions(io, log);
  return io;
}

async function authenticate(socket: ChatSocket, config: Config): Promise<void> {
  const actor = await actorOf(socket.request.headers.cookie);
  if (!actor) throw new Refusal('unauthenticated', 'Sign in first.');
  socket.data.actor = actor;
  socket.data.address = addressOf(socket.request, config);
  socket.data.watched = new Set();
  socket.data.running = new Set();
}

/** Socket.IO sends an error's `message` and `data` to the client that is refused. */
function refusedHandshake(refusal: Refusal): Error {
  return Object.assign(new Error(refusal.code), { data: refusal.toAnswer() });
}

function welcome(socket: ChatSocket, log: Log): void {
  const { actor } = socket.data;
  const socketLog = log.child({ socket: socket.id });
  limitWaiting(socket, socketLog);
  const joined = joinRooms(socket).catch((error: unknown) => {
    socketLog.warn({ reason: toRefusal(error, socketLog, 'join').code }, 'could not join the rooms');
    // The client comes again by itself; a socket that hears only some rooms would be a quiet lie.
    socket.disconnect(true);
  });
  notePresence(actor.userId, socket.id, 'online');
  socket.on('disconnect', () => noteDeparture(actor.userId, socket.id));
  socket.onAny((name: string, ...parts: unknown[]) => {
    // No call is answered before the socket hears everything: what `sync` says can only be older than the events.
    const call = joined.then(() =>
      // Refused meanwhile, or gone: whoever asked will ask again on another connection.
      socket.connected ? answerOnSocket(socket, socketLog, name, parts) : undefined,
    );
    socket.data.running.add(call);
    void call.finally(() => socket.data.running.delete(call));
  });
}

/**
 * Joins the rooms of all conversations. Read twice: a membership that ended between the first reading and the join
 * would leave the socket in a room that its person has left; after the join, the person's own room carries changes.
 */
async function joinRooms(socket: ChatSocket): Promise<void> {
  const { actor } = socket.data;
  await socket.join([
    roomOf({ everyone: true }),
    roomOf({ user: actor.userId }),
    roomOf({ session: actor.sessionId }),
  ]);
  // The session may have ended since the handshake looked: from here on its room carries the end.
  if (!(await actorOf(socket.request.headers.cookie))) throw new Refusal('unauthenticated', 'Sign in first.');
  const before = await heardRooms(socket);
  await socket.join(before);
  const after = await heardRooms(socket);
  await socket.join(after);
  for (const room of before) if (!after.includes(room)) await socket.leave(room);
}

async function heardRooms(socket: ChatSocket): Promise<string[]> {
  const conversations = await listHeard(socket.data.actor);
  return conversations.map((conversation) => roomOf({ conversation }));
}
