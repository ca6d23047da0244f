import type { Server } from 'socket.io';
import type { LiveDelivery } from '#platform/events.ts';
import { noteClosed, noteMembership } from './memberships.ts';
import { roomOf } from './rooms.ts';

/** Live delivery over Socket.IO: an audience is a room. */
export function createDelivery(io: Server): LiveDelivery {
  return {
    publish: (audience, name, data) => {
      const except = 'except' in audience && audience.except ? [roomOf({ user: audience.except })] : [];
      io.to(roomOf(audience)).except(except).emit(name, data);
    },
    subscribe: (user, conversation) => {
      noteMembership(user, conversation, true);
      io.in(roomOf({ user })).socketsJoin(roomOf({ conversation }));
    },
    unsubscribe: (user, conversation) => {
      noteMembership(user, conversation, false);
      io.in(roomOf({ user })).socketsLeave(roomOf({ conversation }));
    },
    closeConversation: (conversation) => {
      noteClosed(conversation);
      const room = roomOf({ conversation });
      io.in(room).socketsLeave(room);
    },
    closeSession: (session) => {
      io.in(roomOf({ session })).disconnectSockets(true);
    },
  };
}
