import { io, type Socket } from 'socket.io-client';
import { Refusal } from '#contract/errors.ts';
import type { EventData, EventName } from '#contract/events.ts';
import type { Answer, OperationInput, OperationName, OperationOutput } from '#contract/operations.ts';

/**
 * One typed call to the server. Rejects with a Refusal; `unavailable` when no answer came in time.
 * @param within how long the answer may take, in ms; 10 seconds unless said otherwise
 */
export type Call = <Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
  within?: number,
) => Promise<OperationOutput<Name>>;

export type EventHandlers = { [Name in EventName]: (data: EventData<Name>) => void };

/** `ended`: the server does not know this session any more; there is no way back but signing in. */
export type ConnectionStatus = 'connecting' | 'connected' | 'offline' | 'ended';

export interface ConnectionOptions {
  url: string | undefined;
  headers: Record<string, string> | undefined;
  handlers: EventHandlers;
  onStatus(status: ConnectionStatus): void;
}

export interface Connection {
  call: Call;
  open(): void;
  close(): void;
  /** Tries at once instead of waiting for the next turn. Does nothing while connected. */
  retryNow(): void;
  /** Drops a connection that is of no use, and connects anew. */
  hangUp(status: 'connecting' | 'offline'): void;
  /** The connection proved itself: the next failure starts again with the shortest wait. */
  steady(): void;
  /** Stops for good: the session is over. */
  end(): void;
}

/** How long a call waits, for a connection and for its answer, in ms. */
export const callTimeout = 10_000;
const firstWait = 500;
const longestWait = 20_000;

/** Exponential, half of it by chance, so that a thousand clients do not return in the same moment. In ms. */
export function backOff(attempt: number, chance = Math.random()): number {
  const full = Math.min(longestWait, firstWait * 2 ** attempt);
  return Math.round(full / 2 + (full / 2) * chance);
}

export function createConnection({ url, headers, handlers, onStatus }: ConnectionOptions): Connection {
  let socket: Socket | undefined;
  let status: ConnectionStatus = 'connecting';
  let isOpening = false;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waiting = new Set<() => void>();

  function turn(next: ConnectionStatus) {
    status = next;
    onStatus(next);
    if (next === 'connected' || next === 'ended') for (const go of waiting) go();
  }

  function connect() {
    clearTimeout(timer);
    if (!socket || socket.connected || isOpening || status === 'ended') return;
    isOpening = true;
    socket.connect();
  }

  function connectLater() {
    clearTimeout(timer);
    timer = setTimeout(connect, backOff(attempt));
    attempt += 1;
  }

  function lost(next: 'connecting' | 'offline') {
    isOpening = false;
    if (!socket || status === 'ended') return;
    turn(next);
    connectLater();
  }

  function end() {
    clearTimeout(timer);
    if (status !== 'ended') turn('ended');
    socket?.disconnect();
  }

  /** Resolves when there is a connection, or when waiting for one has become pointless. */
  function connected(): Promise<void> {
    if (status === 'connected' || status === 'ended') return Promise.resolve();
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(limit);
        waiting.delete(go);
        resolve();
      };
      const limit = setTimeout(go, callTimeout);
      waiting.add(go);
    });
  }

  async function ask<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
    within: number,
  ): Promise<Answer<OperationOutput<Name>>> {
    await connected();
    if (status === 'ended') throw new Refusal('unauthenticated', 'Sign in again');
    // Never into Socket.IO's buffer: what is to be sent again is for the outbox to say.
    if (!socket?.connected) throw new Refusal('unavailable', 'There is no connection to the server');
    try {
      return await socket.timeout(within).emitWithAck(name, input);
    } catch {
      throw new Refusal('unavailable', 'The server did not answer in time');
    }
  }

  return {
    async call(name, input, within = callTimeout) {
      const answer = await ask(name, input, within);
      if (answer.ok) return answer.data;
      const { code, message, errors, retryAfter } = answer.error;
      if (code === 'unauthenticated') end();
      throw new Refusal(code, message, {
        ...(errors ? { errors } : {}),
        ...(retryAfter === undefined ? {} : { retryAfter }),
      });
    },
    open() {
      const own = createSocket(url, headers);
      for (const [name, handle] of Object.entries(handlers)) own.on(name, handle);
      own.on('connect', () => {
        isOpening = false;
        turn('connected');
      });
      own.on('disconnect', () => lost('connecting'));
      own.on('connect_error', (error) => {
        if (error.message === 'unauthenticated') return end();
        // Some proxies neither refuse a WebSocket nor let it through: then long polling goes first,
        // and the WebSocket is tried from there.
        if (error.message === 'timeout') own.io.opts.transports = ['polling', 'websocket'];
        lost('offline');
      });
      socket = own;
      attempt = 0;
      isOpening = false;
      turn('connecting');
      connect();
    },
    close() {
      clearTimeout(timer);
      const own = socket;
      socket = undefined;
      own?.off();
      own?.disconnect();
      if (status === 'connected') turn('connecting');
    },
    retryNow() {
      if (!socket || socket.connected) return;
      attempt = 0;
      connect();
    },
    hangUp(next) {
      if (!socket || status === 'ended') return;
      if (socket.connected) socket.disconnect();
      else if (!isOpening) connectLater();
      if (status !== next) turn(next);
    },
    steady() {
      attempt = 0;
    },
    end,
  };
}

/** Socket.IO carries; when to connect again and what to send again is decided in this house. */
function createSocket(url: string | undefined, headers: Record<string, string> | undefined): Socket {
  const options = {
    autoConnect: false,
    forceNew: true,
    reconnection: false,
    // WebSocket first; long polling where a proxy does not let WebSockets through.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    timeout: 10_000,
    ...(headers ? { extraHeaders: headers } : {}),
  };
  return url === undefined ? io(options) : io(url, options);
}
