import type { ConversationId, UserId } from '#contract/ids.ts';
import { parentsOfThreads } from '#domain/threads.ts';
import type { ChatServer, ChatSocket } from './chat-socket.ts';
import { withMemberships } from './memberships.ts';
import { roomOf, watchRoomOf } from './rooms.ts';

// Whoever looks at a thread receives what happens in it without following it. That is about one socket, ends with it,
// and ends when its user is no longer in the conversation that the thread hangs on.

/** Makes a socket receive the events of these threads, and of no other that its user does not follow. */
export async function watchThreads(socket: ChatSocket, ids: ConversationId[]): Promise<null> {
  // After the call before: the last one counts.
  const changed = socket.data.threadsChanged.then(() => replaceThreads(socket, ids));
  socket.data.threadsChanged = changed.catch(() => {});
  await changed;
  return null;
}

async function replaceThreads(socket: ChatSocket, ids: ConversationId[]): Promise<void> {
  const { actor } = socket.data;
  let parents = new Map<ConversationId, ConversationId>();
  const read = async () => {
    parents = await parentsOfThreads(actor, ids);
    return [...parents.values()];
  };
  // A removal that is announced between the question and the joining counts over the answer.
  await withMemberships(actor.userId, read, (present) => {
    for (const id of socket.data.threads.keys()) if (!parents.has(id)) leaveThread(socket, id);
    for (const [id, parent] of parents) {
      if (!present.includes(parent)) continue;
      socket.data.threads.set(id, parent);
      void socket.join(watchRoomOf(id));
    }
  });
}

/** Ends that for the sockets of a user who has left a conversation. */
export function leaveThreadsOf(io: ChatServer, user: UserId, conversation: ConversationId): void {
  const { adapter, sockets } = io.of('/');
  for (const id of adapter.rooms.get(roomOf({ user })) ?? []) {
    const socket = sockets.get(id);
    for (const [thread, parent] of socket?.data.threads ?? [])
      if (socket && parent === conversation) leaveThread(socket, thread);
  }
}

/** Ends that for a socket where the thread hangs on none of the conversations that its user is in. */
export function leaveThreadsOutside(socket: ChatSocket, conversations: ReadonlySet<ConversationId>): void {
  for (const [thread, parent] of socket.data.threads)
    if (!conversations.has(parent)) leaveThread(socket, thread);
}

function leaveThread(socket: ChatSocket, thread: ConversationId): void {
  socket.data.threads.delete(thread);
  void socket.leave(watchRoomOf(thread));
}
