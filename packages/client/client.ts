import type { Refusal } from '#contract/errors.ts';
import type { Message } from '#contract/messages.ts';
import type { Me } from '#contract/users.ts';
import { createCatchUp } from './catch-up.ts';
import { type Call, type Connection, openConnection } from './connection.ts';
import { createOutbox } from './outbox.ts';
import { inMemory, type Kept, type Storage } from './storage.ts';

export interface ClientOptions {
  /** Where the server is, such as https://chat.example.com. */
  url: string;
  /** A personal token or a bot's, with the scope `read` at least. */
  token: string;
  /**
   * What happens with a message that is new or has changed, of every conversation that the token's user is in. The next one
   * is given when this is done with; a mistake in it is thrown.
   */
  onMessage(message: Message, isNew: boolean, client: Client): void | Promise<void>;
  /** Where positions and unsent messages are kept; in memory unless said otherwise. */
  storage?: Storage;
}

/** A program in a conversation with Parley. */
export interface Client {
  /** Who the token says one is. */
  readonly me: Me;
  /** Any call of the interface. Rejects with a Refusal. */
  call: Call;
  on: Connection['on'];
  /**
   * Sends a message, now or when the connection is back, in the order of the calls, once. Resolves when the server has it;
   * rejects with the Refusal if it does not want it.
   */
  send(conversationId: string, body: string): Promise<Message>;
  /** Resolves when the server lets the program in no more: the token was revoked, say. */
  ended: Promise<Refusal>;
  /** Keeps what is to be kept, and goes. */
  close(): Promise<void>;
}

/** Connects, and is there when everything that came meanwhile was received. Rejects with a Refusal if the token does not work. */
export async function connect({
  url,
  token,
  onMessage,
  storage = inMemory(),
}: ClientOptions): Promise<Client> {
  const before = await storage.load();
  const kept: Kept = before ?? { positions: {}, outbox: [] };
  let work: Promise<void> = Promise.resolve();
  let saving: Promise<void> = Promise.resolve();
  const save = () => {
    saving = saving.then(() => storage.save(kept));
    return saving;
  };
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  let end: (why: Refusal) => void = () => undefined;
  const ended = new Promise<Refusal>((resolve) => {
    end = resolve;
  });

  let me: Me | null = null;
  const connection = openConnection({ url, token, onOpen: () => inTurn(begin, arrive), onEnd: end });
  const { call, isOpen } = connection;
  const outbox = createOutbox({ call, waiting: kept.outbox, save, isOpen });
  const client: Client = {
    get me() {
      if (!me) throw new Error('The client is not connected yet');
      return me;
    },
    call,
    on: connection.on,
    send: outbox.send,
    ended,
    async close() {
      connection.close();
      outbox.stop();
      await work.catch(() => undefined);
      await save();
    },
  };
  const catchUp = createCatchUp({
    call,
    positions: kept.positions,
    isReturning: before !== null,
    receive: (message, isNew) => onMessage(message, isNew, client),
  });

  async function begin(): Promise<void> {
    me = await call('user:me', {});
    await catchUp.all();
  }

  /** One thing after the other. Where the connection fails, the next one begins with catching up. */
  function inTurn(task: () => Promise<void>, done: () => void = () => undefined): void {
    work = work.then(task).then(
      async () => {
        await save();
        done();
        void outbox.flush();
      },
      (error: unknown) => {
        if (isOpen() || !isUnavailable(error)) throw error;
      },
    );
  }
  connection.on('changes', (event) => inTurn(() => catchUp.live(event)));
  connection.on('resync', () => inTurn(catchUp.all));

  const refused = await Promise.race([arrived, ended]);
  if (refused) throw refused;
  return client;
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'unavailable';
}
