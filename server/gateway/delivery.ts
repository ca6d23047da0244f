import type { Server } from 'socket.io';
import type { Scope } from '#contract/scopes.ts';
import type { Audience, LiveDelivery } from '#platform/events.ts';
import type { Log } from '#platform/log.ts';
import { mostWaiting } from './backpressure.ts';
import type { ChatServer, ChatSocket } from './chat-socket.ts';
import { toRefusal } from './dispatch.ts';
import { frameOf } from './frames.ts';
import { GatheringSocket } from './gathered-writes.ts';
import { createHealing } from './healing.ts';
import { noteClosed, noteMembership } from './memberships.ts';
import { reviewGuests, reviewGuestsIn, reviewUsers, socketsIn } from './review.ts';
import { roomOf, roomsOf, watchRoomOf } from './rooms.ts';
import { leaveThreadsOf } from './watched-threads.ts';

/** Live delivery over Socket.IO: an audience is a room. */
export function createDelivery(io: ChatServer, log: Log): LiveDelivery {
  // Which data an event has, `publish` says; Socket.IO's types know it of one event at a time.
  const rooms: Server = io;
  return {
    publish: (audience, name, data) => {
      const sockets = receivers(io, audience);
      if (sockets.size === 0) return;
      // One frame for all: a message of Engine.IO (4), an event of Socket.IO (2).
      const frame = frameOf(`42${JSON.stringify([name, data])}`);
      const slower: string[] = [];
      for (const socket of sockets) if (!sendNow(socket, frame)) slower.push(socket.id);
      if (slower.length > 0) rooms.to(slower).emit(name, data);
    },
    subscribe: (user, conversation) => {
      noteMembership(user, conversation, true);
      io.in(roomOf({ user })).socketsJoin(roomOf({ conversation }));
    },
    unsubscribe: (user, conversation) => {
      noteMembership(user, conversation, false);
      io.in(roomOf({ user })).socketsLeave(roomOf({ conversation }));
      leaveThreadsOf(io, user, conversation);
      reviewGuests(io, user, conversation);
    },
    closeConversation: (conversation) => {
      noteClosed(conversation);
      reviewGuestsIn(io, conversation);
      for (const room of [roomOf({ conversation }), watchRoomOf(conversation)])
        io.in(room).socketsLeave(room);
    },
    closeSession: (session) => {
      io.in(roomOf({ session })).disconnectSockets(true);
    },
    reviewUser: (user) => {
      reviewUsers(io, [user]).catch((error: unknown) => {
        toRefusal(error, log, 'review');
        // They come again by themselves, as what they are by then.
        io.in(roomOf({ user })).disconnectSockets(true);
      });
    },
    heal: createHealing(io, log),
  };
}

/** The sockets of an audience, each once. */
function receivers(io: ChatServer, audience: Audience): Set<ChatSocket> {
  const { adapter, sockets } = io.of('/');
  const found = new Set<ChatSocket>();
  for (const room of roomsOf(audience))
    for (const id of adapter.rooms.get(room) ?? []) {
      const socket = sockets.get(id);
      if (socket) found.add(socket);
    }
  if ('except' in audience && audience.except)
    for (const socket of socketsIn(io, roomOf({ user: audience.except }))) found.delete(socket);
  if ('scope' in audience && audience.scope) leaveOutBelow(audience.scope, found);
  return found;
}

function leaveOutBelow(scope: Scope, sockets: Set<ChatSocket>): void {
  for (const socket of sockets)
    if (socket.data.actor.token?.scopes.includes(scope) === false) sockets.delete(socket);
}

/** Hands a frame to the connection itself; not to one that is slow or no WebSocket: Engine.IO keeps what waits for these. */
function sendNow({ conn: { readyState, transport } }: ChatSocket, frame: Buffer): boolean {
  if (!(transport instanceof GatheringSocket && transport.writable)) return false;
  if (readyState !== 'open' || transport.waiting > mostWaiting) return false;
  transport.sendFrame(frame);
  return true;
}
