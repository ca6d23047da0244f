import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Transport } from 'engine.io';
import { Refusal, type RefusalAnswer } from '#contract/errors.ts';
import type { Actor } from '#domain/actor.ts';
import { type Announced, EventStream } from './event-stream.ts';

type Packets = Parameters<Transport['send']>[0];

/** Packets of Socket.IO, by their first letter. */
const CONNECTED = '0';
const EVENT = '2';
const REFUSED = '4';

/** Milliseconds before a client comes back that was cut off. */
const RETRY = 2_000;
/** Milliseconds that a client may take to read what was written, and to take its end. */
const STALLED = 60_000;
const PARTING = 2_000;

interface Around {
  /** Answers with a problem document: nothing has been written yet. */
  refuse(refusal: Refusal): void;
  /** Told why a stream breaks. */
  toRefusal(error: unknown): Refusal;
}

/**
 * A stream of events as a transport of Engine.IO: so it is a socket that says nothing, in the same rooms as every other,
 * reviewed, counted and closed like them. What the server sends waits in Engine.IO's buffer while the stream catches up.
 */
export class EventStreamTransport extends Transport {
  readonly #response: ServerResponse;
  readonly #around: Around;
  readonly #lastId: string | null;
  readonly #welcome = Promise.withResolvers<{ actor: () => Actor; joined: Promise<unknown> }>();
  /** Aborted when the connection is closed. */
  readonly #over = new AbortController();
  #stream: EventStream | null = null;
  #working: Promise<void> = Promise.resolve();
  /** Bytes that were taken and not written yet. */
  waiting = 0;

  constructor(request: IncomingMessage, response: ServerResponse, around: Around) {
    super({ _query: { EIO: '4' } });
    this.#response = response;
    this.#around = around;
    const lastId = request.headers['last-event-id'];
    this.#lastId = typeof lastId === 'string' && lastId !== '' ? lastId : null;
    response.once('close', () => {
      this.#over.abort();
      this.onClose();
    });
  }

  get name(): string {
    return 'events';
  }

  /** Asks for a socket, as a client does once it is connected. */
  start(): void {
    this.writable = true;
    this.emit('ready');
    this.onPacket({ type: 'message', data: CONNECTED });
  }

  /** The socket is there: from `joined` on it receives everything. */
  welcome(actor: () => Actor, joined: Promise<unknown>): void {
    this.#welcome.resolve({ actor, joined });
  }

  /** A client of events does not answer: that it reads shows that it lives. */
  answerPing(): void {
    if (this.readyState === 'open') this.onPacket({ type: 'pong' });
  }

  override send(packets: Packets): void {
    this.writable = false;
    const texts = packets.map(({ data }) => (typeof data === 'string' ? data : ''));
    const bytes = texts.reduce((sum, text) => sum + text.length, 0);
    this.waiting += bytes;
    this.#working = this.#take(packets, texts).then(
      () => {
        this.waiting -= bytes;
        this.writable = this.readyState === 'open';
        this.emit('drain');
        if (this.writable) this.emit('ready');
      },
      (error: unknown) => this.#fail(error),
    );
  }

  async #take(packets: Packets, texts: string[]): Promise<void> {
    await this.#working;
    for (const [index, { type }] of packets.entries()) {
      const text = texts[index] ?? '';
      if (type === 'ping' && this.readyState === 'open') await this.#stream?.beat();
      else if (type === 'message') await this.#receive(text.slice(0, 1), text.slice(1));
    }
  }

  async #receive(kind: string, text: string): Promise<void> {
    // Whoever is sent away is told why, and nothing else.
    if (this.readyState !== 'open' && !text.startsWith('["session:ended"')) return;
    if (kind === CONNECTED) await this.#begin();
    else if (kind === REFUSED) this.#refuse(JSON.parse(text));
    else if (kind === EVENT) {
      const event: Announced = JSON.parse(text);
      await this.#stream?.receive(event);
    }
  }

  async #begin(): Promise<void> {
    this.#response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      // Nobody on the way keeps, packs or gathers it.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      Connection: 'close',
    });
    await this.#write(`retry: ${RETRY}\n\n`);
    const { actor, joined } = await this.#welcome.promise;
    await joined;
    if (this.readyState !== 'open') return;
    this.#stream = new EventStream({ actor, write: (text) => this.#write(text) });
    await this.#stream.begin(this.#lastId);
  }

  /** Resolves when the client has read enough for more. */
  async #write(text: string): Promise<void> {
    if (this.#response.destroyed || this.#response.writableEnded) throw new StreamOver();
    if (this.#response.write(text)) return;
    const end = AbortSignal.any([AbortSignal.timeout(STALLED), this.#over.signal]);
    try {
      await once(this.#response, 'drain', { signal: end });
    } catch {
      throw new StreamOver();
    }
  }

  #refuse({ data }: { data: RefusalAnswer }): void {
    const { code, message, retryAfter } = data;
    this.#around.refuse(new Refusal(code, message, retryAfter === undefined ? {} : { retryAfter }));
  }

  #fail(error: unknown): void {
    const response = this.#response;
    if (error instanceof StreamOver) response.destroy();
    else if (response.headersSent) {
      this.#around.toRefusal(error);
      response.end();
    } else this.#around.refuse(this.#around.toRefusal(error));
  }

  override doClose(done?: () => void): void {
    const response = this.#response;
    const cut = setTimeout(() => response.destroy(), this.discarded ? 0 : PARTING);
    response.once('close', () => clearTimeout(cut));
    void this.#working.finally(() => (response.headersSent ? response.end() : response.destroy()));
    done?.();
  }
}

/** Nobody reads it any more. */
class StreamOver extends Error {}
