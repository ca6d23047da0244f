import type { Server } from 'socket.io';
import type { LiveDelivery } from '#platform/events.ts';
import type { Log } from '#platform/log.ts';
import type { ChatServer } from './chat-socket.ts';
import { toRefusal } from './dispatch.ts';
import { noteClosed, noteMembership } from './memberships.ts';
import { reviewGuests, reviewGuestsIn, reviewUsers } from './review.ts';
import { roomOf, roomsOf, watchRoomOf } from './rooms.ts';
import { leaveThreadsOf } from './watched-threads.ts';

/** Live delivery over Socket.IO: an audience is a room. */
export function createDelivery(io: ChatServer, log: Log): LiveDelivery {
  // Which data an event has, `publish` says; Socket.IO's types know it of one event at a time.
  const rooms: Server = io;
  return {
    publish: (audience, name, data) => {
      const except = 'except' in audience && audience.except ? [roomOf({ user: audience.except })] : [];
      rooms.to(roomsOf(audience)).except(except).emit(name, data);
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
  };
}
