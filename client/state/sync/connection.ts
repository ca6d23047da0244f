import { io, type Socket } from 'socket.io-client';
import { Refusal } from '#contract/errors.ts';
import type { EventData, EventName } from '#contract/events.ts';
import type { Answer, OperationInput, OperationName, OperationOutput } from '#contract/operations.ts';
import { isReading } from '#contract/reading.ts';
import { NoAnswer, NotSent } from './no-answer.ts';

export interface CallOptions {
  /** How long the answer may take, in ms; 10 seconds unless said otherwise. */
  within?: number | undefined;
  /**
   * Whoever asked has left: a call that was not sent never is, and the answer to one that was comes to nobody. The
   * promise rejects at once, with the signal's reason.
   */
  signal?: AbortSignal | undefined;
}

/**
 * One typed call to the server. Rejects with a Refusal: a NoAnswer when none came in time. What only reads waits
 * for a connection; a command given without one is refused (NotSent), and nothing of it runs later.
 */
export type Call = <Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
  options?: CallOptions,
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
  /** Goes out over a connection of which it is confirmed whose session it has. */
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

/** How long a call that reads waits for a connection, and any call for its answer, in ms. */
export const callTimeout = 10_000;
/** How long a command waits for a connection that is just being made, in ms; it is refused when that fails. */
const commandWait = 2_000;
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
  function ready(needsConfirmation: boolean, isCommand: boolean): Promise<void> {
    const isOver = () => isReady(needsConfirmation) || (isCommand && status === 'offline');
    if (isOver()) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = () => {
        clearTimeout(timeout);
        waiting.delete(look);
        resolve();
      };
      const look = () => {
        if (isOver()) stop();
      };
      const timeout = setTimeout(stop, isCommand ? commandWait : callTimeout);
      waiting.add(look);
    });
  }

  async function ask<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
    { within = callTimeout, signal }: CallOptions,
    needsConfirmation: boolean,
  ): Promise<Answer<OperationOutput<Name>>> {
    const isCommand = !isReading(name);
    await ready(needsConfirmation, isCommand);
    signal?.throwIfAborted();
    if (status === 'ended') throw new Refusal('unauthenticated', 'Sign in again');
    // Never into Socket.IO's buffer: what is to be sent again is for the outbox to say.
    if (!socket?.connected || !isReady(needsConfirmation))
      throw isCommand ? new NotSent() : new NoAnswer('There is no connection to the server');
    try {
      return await socket.timeout(within).emitWithAck(name, input);
    } catch {
      throw new NoAnswer('The server did not answer in time');
    }
  }

  function caller(needsConfirmation: boolean): Call {
    return async (name, input, options = {}) => {
      const answer = await unlessAborted(ask(name, input, options, needsConfirmation), options.signal);
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
        // Whoever has to set up a second factor first is led there by the page that opens next.
        if (/^(unauthenticated|forbidden)$/.test(error.message)) return end();
        // Some proxies neither refuse a WebSocket nor let it through: then long polling goes first,
        // and the WebSocket is tried from there. Where polls come to another instance each time, it is what is left.
        if (error.message === 'timeout') own.io.opts.transports = ['polling', 'websocket'];
        else if (/^xhr/.test(error.message)) own.io.opts.transports = ['websocket', 'polling'];
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

/** The same, but rejects as soon as the signal says that nobody waits for it any more. */
function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    if (signal.aborted) abort();
  });
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
