import { connect, createServer, type Server, type Socket } from 'node:net';
import { expect, vi } from 'vitest';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { type ChatClient, createChatClient } from './chat-client.ts';

/** A TCP proxy on loopback between clients and the server: it can be cut and mended. */
export class Wire {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #isCut = false;
  #port = 0;

  constructor(target: number) {
    this.#server = createServer((near) => {
      if (this.#isCut) return void near.destroy();
      const far = connect(target, 'localhost');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => {});
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }
  get url() {
    return `http://localhost:${this.#port}`;
  }
  async open() {
    await new Promise<void>((resolve) => this.#server.listen(0, 'localhost', resolve));
    const address = this.#server.address();
    if (typeof address === 'object' && address) this.#port = address.port;
  }
  cut() {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }
  mend() {
    this.#isCut = false;
  }
  close() {
    this.cut();
    this.#server.close();
  }
}

/** A call as the server received it over a socket. */
export interface ReceivedCall {
  name: string;
  input: unknown;
}

/** Clients of two users at the real server, all in this process and without a browser. */
export class TestClients {
  readonly server: TestServer;
  readonly ada: Person;
  readonly ben: Person;
  /** What came over sockets since `calls` was last emptied. */
  readonly calls: ReceivedCall[] = [];
  readonly #stops: (() => void)[] = [];

  private constructor(server: TestServer, ada: Person, ben: Person) {
    this.server = server;
    this.ada = ada;
    this.ben = ben;
    server.io.on('connection', (socket) =>
      socket.onAny((name: string, input: unknown) => this.calls.push({ name, input })),
    );
  }

  static async start(): Promise<TestClients> {
    const server = await startTestServer();
    return new TestClients(server, await signUp(server.url, 'Ada'), await signUp(server.url, 'Ben'));
  }

  /** A channel of both. */
  async newChannel(kind: 'public' | 'private' = 'private'): Promise<string> {
    const memberIds = kind === 'private' ? [this.ben.id] : [];
    const name = `channel ${crypto.randomUUID().slice(0, 8)}`;
    const created = await this.ada.call('conversation:create', { kind, name, memberIds });
    return created.id;
  }

  /** A client that is live. */
  async clientOf(person: Person, url = this.server.url): Promise<ChatClient> {
    const client = createChatClient({
      snapshot: await person.call('sync', {}),
      url,
      headers: person.headers,
    });
    this.started(client);
    await isLive(client);
    return client;
  }

  /** Starts a client, until the test is over. */
  started(client: ChatClient): void {
    this.#stops.push(client.start());
  }

  async wire(): Promise<Wire> {
    const wire = new Wire(Number(new URL(this.server.url).port));
    await wire.open();
    this.#stops.push(() => wire.close());
    return wire;
  }

  /** After each test. */
  stopClients(): void {
    for (const stop of this.#stops.splice(0).reverse()) stop();
  }
}

export const eventually = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 });

export const isLive = (client: ChatClient) =>
  eventually(() => expect(client.store.getState().connection).toBe('live'));

export async function sendMany(person: Person, conversationId: string, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => index);
  while (numbers.length > 0)
    await Promise.all(
      numbers
        .splice(0, 100)
        .map((n) =>
          person.call('message:send', { conversationId, clientId: crypto.randomUUID(), body: `${n}` }),
        ),
    );
}
