import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { z } from 'zod';
import { type EventData, type EventName, events } from '#contract/events.ts';
import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
  operations,
} from '#contract/operations.ts';
import { refusalAnswer } from '#contract/problems.ts';
import { type Outcome, RefusedCall } from './http.ts';

/** Milliseconds to wait for what must come. */
const DEADLINE = 15_000;

/** Everything that a socket heard, in order. */
interface Heard {
  name: string;
  data: unknown;
}

export type TestSocket = Awaited<ReturnType<typeof connectSocket>>;

/** A socket as a foreign client has it, once it hears everything. Rejects with the handshake's refusal. */
export async function connectSocket(
  url: string,
  headers: Record<string, string>,
  options: Partial<ManagerOptions & SocketOptions> = {},
) {
  const socket: Socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: headers,
    ...options,
  });
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  socket.onAny((name: string, data: unknown) => {
    heard.push({ name, data });
    for (const look of waiting) look();
  });
  const closed = new Promise<string>((resolve) => socket.once('disconnect', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => {
      socket.disconnect();
      reject(handshakeRefusal(error));
    });
  });

  // It connects before it is in its rooms; the first answer comes when it hears everything.
  await socket.timeout(DEADLINE).emitWithAck('user:me', {});

  /** One call with whatever input, and what it came to. */
  async function ask(name: string, input: unknown): Promise<Outcome> {
    const answer = acknowledgement.parse(await socket.timeout(DEADLINE).emitWithAck(name, input));
    if (!answer.ok) {
      // Every call has another one, and nothing else in an answer depends on chance.
      const { requestId: _, ...error } = answer.error;
      return { ok: false, error };
    }
    if (!isOperation(name)) return answer;
    return { ok: true, data: operations[name].output.parse(answer.data) };
  }

  /** What of one kind was heard so far, each held against the contract. */
  function all<Name extends EventName>(name: Name): EventData<Name>[] {
    return heard
      .filter((event) => event.name === name)
      .map((event) => events[name].parse(event.data) as EventData<Name>);
  }

  return {
    socket,
    /** Resolves with the reason when the connection is over. */
    closed,
    ask,
    all,
    /** One call; gives the data or throws RefusedCall. */
    async call<Name extends OperationName>(
      name: Name,
      input: OperationInput<Name>,
    ): Promise<OperationOutput<Name>> {
      const outcome = await ask(name, input);
      if (!outcome.ok) throw new RefusedCall(name, outcome.error);
      return outcome.data as OperationOutput<Name>;
    },
    /** The first event of a kind, heard already or still to come, for which `fits` holds. */
    async hear<Name extends EventName>(
      name: Name,
      fits: (data: EventData<Name>) => boolean = () => true,
    ): Promise<EventData<Name>> {
      const until = Date.now() + DEADLINE;
      for (;;) {
        const found = all(name).find(fits);
        if (found) return found;
        const left = until - Date.now();
        if (left <= 0)
          throw new Error(`No fitting ${name} came; heard: ${JSON.stringify(heard).slice(0, 2_000)}`);
        await new Promise<void>((resolve) => {
          const look = () => {
            clearTimeout(timer);
            waiting.delete(look);
            resolve();
          };
          const timer = setTimeout(look, left);
          waiting.add(look);
        });
      }
    },
    /** Names of all that was heard since the last `forget`, once all that was sent before now has arrived. */
    async heardByNow(): Promise<string[]> {
      // Frames keep their order on one connection: what was published before this call arrives before its answer.
      await socket.timeout(DEADLINE).emitWithAck('user:me', {});
      return heard.map((event) => event.name);
    },
    forget(): void {
      heard.length = 0;
    },
    close(): void {
      socket.disconnect();
    },
  };
}

const acknowledgement = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), data: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: refusalAnswer }),
]);

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}

/** Our refusals come with the message of their code and the refusal as data; others as they are. */
function handshakeRefusal(error: Error): Error {
  const data = 'data' in error ? refusalAnswer.safeParse(error.data) : null;
  return data?.success && data.data.code === error.message ? new RefusedCall('connect', data.data) : error;
}
