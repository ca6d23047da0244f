import { randomUUID } from 'node:crypto';
import { type Conversation, myConversation } from '#contract/conversations.ts';
import { listOf } from '#contract/lists.ts';
import { historyPage, type Message, message } from '#contract/messages.ts';

/** A foreign client of the REST API, with the cookies of one user. */
export class Visitor {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  async signUp(account: { name: string; email: string; password: string }): Promise<void> {
    await this.#ask('POST', '/api/v1/users', account, 201);
  }

  /** As next-auth's own client does it: a token against forgery first, then the form. */
  async signIn({ email, password }: { email: string; password: string }): Promise<void> {
    const answer = await this.#ask('GET', '/api/auth/csrf');
    const csrfToken = answer && typeof answer === 'object' ? Reflect.get(answer, 'csrfToken') : '';
    const form = new URLSearchParams({ email, password, csrfToken: String(csrfToken), json: 'true' });
    await this.#ask('POST', '/api/auth/callback/credentials', form);
  }

  async conversation(name: string): Promise<Conversation> {
    const list = listOf(myConversation).parse(await this.#ask('GET', '/api/v1/conversations'));
    const found = list.items.find((item) => item.name === name);
    if (!found) throw new Error(`There is no conversation ${name}`);
    return found;
  }

  async send(conversation: Conversation, body: string): Promise<Message> {
    const path = `/api/v1/conversations/${conversation.id}/messages`;
    return message.parse(await this.#ask('POST', path, { clientId: randomUUID(), body }, 201));
  }

  async bodies(conversation: Conversation): Promise<string[]> {
    const page = await this.#ask('GET', `/api/v1/conversations/${conversation.id}/messages`);
    return historyPage.parse(page).items.map((item) => item.body);
  }

  /** A page, or the answer of a call, as it comes. */
  text(path: string): Promise<string> {
    return this.#fetch('GET', path, undefined, 200);
  }

  async #ask(method: string, path: string, body?: object, expected = 200): Promise<unknown> {
    const text = await this.#fetch(method, path, body, expected);
    return text === '' ? null : JSON.parse(text);
  }

  async #fetch(method: string, path: string, body: object | undefined, expected: number): Promise<string> {
    const isForm = body instanceof URLSearchParams;
    const response = await fetch(this.#url + path, {
      method,
      redirect: 'manual',
      headers: {
        origin: this.#url,
        cookie: this.cookieHeader(),
        ...(body && !isForm ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    const text = await response.text();
    if (response.status !== expected) {
      throw new Error(`${method} ${path} answered ${response.status} instead of ${expected}: ${text}`);
    }
    return text;
  }

  /** What this user’s browser would send as its Cookie header. */
  cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** The same user at the same server, which listens elsewhere now. */
  at(url: string): Visitor {
    const moved = new Visitor(url);
    for (const [name, value] of this.#cookies) moved.#cookies.set(name, value);
    return moved;
  }
}
