import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { Visitor } from '#e2e/support/visitor.ts';

// A client of either release: it reads of an answer what both have, and puts up with the rest.

const message = z.object({
  id: z.string(),
  seq: z.int(),
  body: z.string(),
  reactions: z.array(z.object({ emoji: z.string() })),
});
const page = z.object({ items: z.array(message) });
const conversations = z.object({ items: z.array(z.object({ id: z.string(), name: z.string().nullable() })) });
const acknowledgement = z.object({ ok: z.literal(true), data: z.unknown() });
const withinMs = 15_000;

/** Somebody who is signed in at an instance, by REST and by a socket. */
export class EitherClient {
  readonly visitor: Visitor;
  readonly #url: string;
  readonly #socket: Socket;

  private constructor(url: string, visitor: Visitor, socket: Socket) {
    this.#url = url;
    this.visitor = visitor;
    this.#socket = socket;
  }

  static async signUp(url: string, name: string): Promise<EitherClient> {
    const account = { name, email: `${name.toLowerCase()}@example.com`, password: 'correct horse battery' };
    const visitor = new Visitor(url);
    await visitor.signUp(account);
    await visitor.signIn(account);
    const socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { Cookie: visitor.cookieHeader() },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return new EitherClient(url, visitor, socket);
  }

  async conversationId(name: string): Promise<string> {
    const { items } = conversations.parse(JSON.parse(await this.visitor.text('/api/v1/conversations')));
    const found = items.find((item) => item.name === name);
    if (!found) throw new Error(`There is no conversation ${name}`);
    return found.id;
  }

  async #ask(name: string, input: object): Promise<unknown> {
    return acknowledgement.parse(await this.#socket.timeout(withinMs).emitWithAck(name, input)).data;
  }

  async send(conversationId: string, body: string): Promise<{ id: string; seq: number }> {
    return message.parse(
      await this.#ask('message:send', { conversationId, clientId: crypto.randomUUID(), body }),
    );
  }

  async sendByRest(conversationId: string, body: string): Promise<void> {
    const response = await fetch(`${this.#url}/api/v1/conversations/${conversationId}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#url, cookie: this.visitor.cookieHeader() },
      body: JSON.stringify({ clientId: crypto.randomUUID(), body }),
    });
    if (response.status !== 201)
      throw new Error(`Sending answered ${response.status}: ${await response.text()}`);
  }

  async react(messageId: string, emoji: string): Promise<void> {
    await this.#ask('reaction:add', { messageId, emoji });
  }

  /** By the socket, as a client catches up. */
  async changes(conversationId: string) {
    return page.parse(await this.#ask('conversation:changes', { conversationId, after: 0 })).items;
  }

  /** By REST; at another instance, when its address is given. */
  async bodies(conversationId: string, at = this.#url): Promise<string[]> {
    const text = await this.visitor.at(at).text(`/api/v1/conversations/${conversationId}/messages`);
    return page.parse(JSON.parse(text)).items.map(({ body }) => body);
  }

  close(): void {
    this.#socket.disconnect();
  }
}
