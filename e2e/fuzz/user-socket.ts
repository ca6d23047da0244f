import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { events } from '#contract/events.ts';
import { operations } from '#contract/operations.ts';
import { refusalAnswer } from '#contract/problems.ts';
import { excerpt, Finding } from './finding.ts';

/** Milliseconds in which every call must be answered, on the slowest machine. */
export const answerWithinMs = 15_000;

/** An acknowledgement as the contract has it. */
export const acknowledgement = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), data: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: refusalAnswer }),
]);
export type Acknowledgement = z.infer<typeof acknowledgement>;

/** Refuses an event that is not in the contract, or not in its shape. */
export function checkEvent(name: unknown, data: unknown): void {
  if (typeof name !== 'string' || !Object.hasOwn(events, name))
    throw new Finding('an event that the contract does not know', excerpt(JSON.stringify([name, data])));
  const schema: z.ZodType = Reflect.get(events, name);
  const parsed = schema.safeParse(data);
  if (!parsed.success)
    throw new Finding(`the event ${name} has another shape`, excerpt(parsed.error.message));
}

/** Refuses an answer that is not in the operation's shape. */
export function checkOutput(name: string, data: unknown): void {
  if (!Object.hasOwn(operations, name)) throw new Finding(`an answer to ${name}, which is no operation`);
  const { output }: { output: z.ZodType } = Reflect.get(operations, name);
  const parsed = output.safeParse(data);
  if (!parsed.success) throw new Finding(`${name} answers another shape`, excerpt(parsed.error.message));
}

/** The socket that one user's client keeps open, opened again whenever the server has closed it. */
export class UserSocket {
  readonly #url: string;
  readonly #cookie: string;
  #socket: Socket | null = null;
  #finding: Finding | null = null;
  readonly #areLimitsDefault: boolean;

  /** @param areLimitsDefault whether the server may refuse a handshake because there were too many */
  constructor(url: string, cookie: string, areLimitsDefault: boolean) {
    this.#url = url;
    this.#cookie = cookie;
    this.#areLimitsDefault = areLimitsDefault;
  }

  /** One call through socket.io-client; null when the server closed the connection instead of answering. */
  async call(name: string, input: unknown): Promise<Acknowledgement | null> {
    const socket = await this.#connected();
    if (!socket)
      return { ok: false, error: { code: 'rate_limited', message: 'The handshake was one too many.' } };
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const closed = Symbol('closed');
    const onClose = () => resolve(closed);
    socket.once('disconnect', onClose);
    const timer = setTimeout(() => resolve(undefined), answerWithinMs);
    socket.emit(name, input, (answer: unknown) => resolve(answer));
    const answer = await promise;
    clearTimeout(timer);
    socket.off('disconnect', onClose);
    const finding = this.#finding;
    this.#finding = null;
    if (finding) throw finding;
    if (answer === closed) return null;
    if (answer === undefined) throw new Finding(`${name} by socket: no answer`);
    const parsed = acknowledgement.safeParse(answer);
    if (!parsed.success)
      throw new Finding(
        `${name} by socket: an acknowledgement of another shape`,
        excerpt(JSON.stringify(answer)),
      );
    return parsed.data;
  }

  close(): void {
    this.#socket?.disconnect();
    this.#socket = null;
  }

  /** Null: the server had too many handshakes to let this one in. */
  async #connected(): Promise<Socket | null> {
    if (this.#socket?.connected) return this.#socket;
    this.close();
    const socket = io(this.#url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      timeout: answerWithinMs,
      extraHeaders: { Cookie: this.#cookie },
    });
    this.#socket = socket;
    socket.onAny((name: string, data: unknown) => {
      try {
        checkEvent(name, data);
      } catch (error) {
        if (error instanceof Finding) this.#finding = error;
      }
    });
    const isOpen = await new Promise<boolean>((resolve, reject) => {
      socket.once('connect', () => resolve(true));
      socket.once('connect_error', (error) => {
        socket.disconnect();
        const reason = `${error.message} ${reasonBehind(error)}`;
        if (this.#areLimitsDefault && reason.includes('429')) resolve(false);
        else reject(new Finding('a signed-in socket is not let in', reason));
      });
    });
    return isOpen ? socket : null;
  }
}

/** What the WebSocket said of a handshake that failed; Socket.IO's own error does not tell its status. */
function reasonBehind(error: object): string {
  const event: unknown = 'description' in error ? error.description : null;
  return event && typeof event === 'object' && 'message' in event ? String(event.message) : '';
}
