import type { Server } from 'socket.io';
import type { LiveDelivery } from '#platform/events.ts';
import type { ChatServer } from './chat-socket.ts';
import { noteClosed, noteMembership } from './memberships.ts';
import { roomOf, watchRoomOf } from './rooms.ts';
import { leaveThreadsOf } from './watched-threads.ts';

/** Live delivery over Socket.IO: an audience is a room. */
export function createDelivery(io: ChatServer): LiveDelivery {
  // Which data an event has, `publish` says; Socket.IO's types know it of one event at a time.
  const rooms: Server = io;
  return {
    publish: (audience, name, data) => {
      const except = 'except' in audience && audience.except ? [roomOf({ user: audience.except })] : [];
      const watching = 'conversation' in audience ? [watchRoomOf(audience.conversation)] : [];
      rooms
        .to([roomOf(audience), ...watching])
        .except(except)
        .emit(name, data);
    },
    subscribe: (user, conversation) => {
      noteMembership(user, conversation, true);
      io.in(roomOf({ user })).socketsJoin(roomOf({ conversation }));
    },
    unsubscribe: (user, conversation) => {
      noteMembership(user, conversation, false);
      io.in(roomOf({ user })).socketsLeave(roomOf({ conversation }));
      leaveThreadsOf(io, user, conversation);
    },
    closeConversation: (conversation) => {
      noteClosed(conversation);
      for (const room of [roomOf({ conversation }), watchRoomOf(conversation)])
        io.in(room).socketsLeave(room);
    },
    closeSession: (session) => {
      io.in(roomOf({ session })).disconnectSockets(true);
    },
  };
}
