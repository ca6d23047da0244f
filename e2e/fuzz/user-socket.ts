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

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  /** One call through socket.io-client; null when the server closed the connection instead of answering. */
  async call(name: string, input: unknown): Promise<Acknowledgement | null> {
    const socket = await this.#connected();
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

  async #connected(): Promise<Socket> {
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
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => {
        socket.disconnect();
        reject(new Finding('a signed-in socket is not let in', error.message));
      });
    });
    return socket;
  }
}
