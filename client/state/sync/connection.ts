import { io, type Socket } from 'socket.io-client';
import { Refusal } from '#contract/errors.ts';
import type { EventData, EventName } from '#contract/events.ts';
import type { Answer, OperationInput, OperationName, OperationOutput } from '#contract/operations.ts';

/**
 * One typed call to the server. Rejects with a Refusal: a NoAnswer when none came in time.
 * @param within how long the answer may take, in ms; 10 seconds unless said otherwise
 */
export type Call = <Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
  within?: number,
) => Promise<OperationOutput<Name>>;

/** No answer came: the connection is lost, or as good as lost. What a server answers is a plain Refusal. */
export class NoAnswer extends Refusal {
  constructor(message: string) {
    super('unavailable', message);
  }
}

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
  /** Waits, if need be, until there is a connection and it is confirmed whose session it has. */
  call: Call;
  /** The same, but before that is confirmed: for finding it out. */
  callUnconfirmed: Call;
  /** The session is that of the user whom this client belongs to. */
  confirm(): void;
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
  let isConfirmed = false;
  const waiting = new Set<() => void>();

  function turn(next: ConnectionStatus) {
    status = next;
    isConfirmed = false;
    onStatus(next);
    release();
  }

  /** Whether a call may go out, or is not worth waiting with. */
  function isReady(needsConfirmation: boolean): boolean {
    return status === 'ended' || (status === 'connected' && (isConfirmed || !needsConfirmation));
  }

  function release() {
    for (const look of waiting) look();
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

  /** Resolves when a call may go out, when waiting has become pointless, or has taken too long. */
  function ready(needsConfirmation: boolean): Promise<void> {
    if (isReady(needsConfirmation)) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = () => {
        clearTimeout(timeout);
        waiting.delete(look);
        resolve();
      };
      const look = () => {
        if (isReady(needsConfirmation)) stop();
      };
      const timeout = setTimeout(stop, callTimeout);
      waiting.add(look);
    });
  }

  async function ask<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
    within: number,
    needsConfirmation: boolean,
  ): Promise<Answer<OperationOutput<Name>>> {
    await ready(needsConfirmation);
    if (status === 'ended') throw new Refusal('unauthenticated', 'Sign in again');
    // Never into Socket.IO's buffer: what is to be sent again is for the outbox to say.
    if (!socket?.connected || !isReady(needsConfirmation))
      throw new NoAnswer('There is no connection to the server');
    try {
      return await socket.timeout(within).emitWithAck(name, input);
    } catch {
      throw new NoAnswer('The server did not answer in time');
    }
  }

  function caller(needsConfirmation: boolean): Call {
    return async (name, input, within = callTimeout) => {
      const answer = await ask(name, input, within, needsConfirmation);
      if (answer.ok) return answer.data;
      const { code, message, errors, retryAfter } = answer.error;
      if (code === 'unauthenticated') end();
      throw new Refusal(code, message, {
        ...(errors ? { errors } : {}),
        ...(retryAfter === undefined ? {} : { retryAfter }),
      });
    };
  }

  return {
    call: caller(true),
    callUnconfirmed: caller(false),
    confirm() {
      isConfirmed = true;
      release();
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

/** Socket.IO carries; when to connect again and what to send again is decided here. */
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
