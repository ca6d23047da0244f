import { io, type Socket } from 'socket.io-client';
import { Refusal, type RefusalAnswer } from '#contract/errors.ts';
import type { EventData, EventName } from '#contract/events.ts';
import type { Answer, OperationInput, OperationName, OperationOutput } from '#contract/operations.ts';

/** Milliseconds that a call waits for a connection, and then for its answer. */
const callTimeout = 10_000;
/** Milliseconds between two tries to connect, growing from one to the other, half of it by chance. */
const [firstDelay, longestDelay] = [500, 20_000];

/** One typed call. Rejects with a Refusal; `unavailable` when no answer came in time. */
export type Call = <Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
) => Promise<OperationOutput<Name>>;

export interface Connection {
  call: Call;
  /** Calls `listener` with every event of a kind. Gives what ends that. */
  on<Name extends EventName>(name: Name, listener: (data: EventData<Name>) => void): () => void;
  isOpen(): boolean;
  close(): void;
}

interface ConnectionOptions {
  url: string;
  token: string;
  /** A connection is there: the first one, or another one after it was lost. */
  onOpen(): void;
  /** The server lets this program in no more; there will be no other connection. */
  onEnd(why: Refusal): void;
}

/** Connects, and connects again whenever the connection is lost, until it is closed or the token does not work. */
export function openConnection({ url, token, onOpen, onEnd }: ConnectionOptions): Connection {
  const socket: Socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    auth: { token },
    reconnectionDelay: firstDelay,
    reconnectionDelayMax: longestDelay,
  });
  const end = (why: Refusal) => {
    socket.disconnect();
    onEnd(why);
  };
  socket.on('connect', onOpen);
  socket.on('connect_error', (error) => {
    const refusal = refusalIn(error);
    if (refusal?.code === 'unauthenticated' || refusal?.code === 'forbidden') end(refusal);
    // Socket.IO does not try again by itself where the server answered and refused.
    else if (!socket.active) setTimeout(() => socket.connect(), (refusal?.retryAfter ?? 1) * 1_000);
  });
  socket.on('session:ended', ({ reason }: EventData<'session:ended'>) =>
    end(new Refusal('unauthenticated', `This token was signed out: ${reason}.`)),
  );
  socket.on('disconnect', (reason) => {
    // The server closed it, perhaps to start anew.
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), firstDelay);
  });

  async function connected(): Promise<void> {
    if (socket.connected) return;
    await new Promise<void>((resolve) => {
      const stop = () => {
        clearTimeout(timer);
        socket.off('connect', stop);
        resolve();
      };
      const timer = setTimeout(stop, callTimeout);
      socket.on('connect', stop);
    });
    if (!socket.connected) throw new Refusal('unavailable', 'There is no connection to the server.');
  }

  return {
    async call(name, input) {
      await connected();
      const answer = await ask(socket, name, input);
      if (answer.ok) return answer.data;
      throw asRefusal(answer.error);
    },
    on(name, listener) {
      // Socket.IO types the listener of one event at a time, not of any.
      const event: string = name;
      socket.on(event, listener);
      return () => socket.off(event, listener);
    },
    isOpen: () => socket.connected,
    close: () => socket.disconnect(),
  };
}

async function ask<Name extends OperationName>(
  socket: Socket,
  name: Name,
  input: OperationInput<Name>,
): Promise<Answer<OperationOutput<Name>>> {
  try {
    return await socket.timeout(callTimeout).emitWithAck(name, input);
  } catch {
    throw new Refusal('unavailable', 'The server did not answer in time.');
  }
}

function asRefusal({ code, message, errors, retryAfter }: RefusalAnswer): Refusal {
  return new Refusal(code, message, {
    ...(errors ? { errors } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

/** Why a handshake was refused; null: the server was not reached. */
function refusalIn(error: Error): Refusal | null {
  const data: Partial<RefusalAnswer> | null =
    'data' in error && error.data instanceof Object ? error.data : null;
  return data?.code && data.message ? asRefusal({ ...data, code: data.code, message: data.message }) : null;
}
