import type { Server, Socket } from 'socket.io';
import type { ClientToServer } from '#contract/client-calls.ts';
import type { ServerToClient } from '#contract/events.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import type { Actor } from '#domain/actor.ts';

interface SocketData {
  /** Replaced when its user gets another role. */
  actor: Actor;
  /** The network address it connected from. */
  address: string;
  /** The address of this server as its client knows it. */
  origin: string;
  /** Whose presence it watches, once the calls that change that are done, one after the other. */
  watched: Promise<Set<UserId>>;
  /** The threads it looks at, each with the conversation that it hangs on. */
  threads: Map<ConversationId, ConversationId>;
  /** Settled when the calls that change them are done, one after the other. */
  threadsChanged: Promise<void>;
  /** Its calls that are not answered yet. */
  running: Set<Promise<void>>;
}

type NoEvents = Record<string, never>;

/** Socket.IO's server and socket with the contract's events and what we keep on a socket. */
export type ChatServer = Server<ClientToServer, ServerToClient, NoEvents, SocketData>;
export type ChatSocket = Socket<ClientToServer, ServerToClient, NoEvents, SocketData>;
