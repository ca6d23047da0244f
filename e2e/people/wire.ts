import { randomUUID } from 'node:crypto';
import type { BrowserContext } from '@playwright/test';
import { io, type Socket } from 'socket.io-client';
import type { Answer, OperationInput, OperationName, OperationOutput } from '#contract/operations.ts';

/** How many calls wait for their answer at the same time when there are many to make. */
const inFlight = 500;

/** A socket as a program outside the browser has it, with the cookies of a browser. */
export class Wire {
  readonly socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  static async open(
    context: BrowserContext,
    url: string,
    headers: Record<string, string> = {},
  ): Promise<Wire> {
    const cookies = await context.cookies(url);
    const Cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { Cookie, ...headers },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return new Wire(socket);
  }

  /** One call and its answer, success or not. */
  ask<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
  ): Promise<Answer<OperationOutput<Name>>> {
    return this.socket.timeout(10_000).emitWithAck(name, input);
  }

  /** Sends all of these, in order. */
  async sendAll(conversationId: string, bodies: string[]): Promise<void> {
    for (let start = 0; start < bodies.length; start += inFlight) {
      const batch = bodies.slice(start, start + inFlight);
      const answers = await Promise.all(
        batch.map((body) => this.ask('message:send', { conversationId, clientId: randomUUID(), body })),
      );
      const refused = answers.find((answer) => !answer.ok);
      if (refused && !refused.ok) throw new Error(`A message was refused: ${refused.error.message}`);
    }
  }

  close(): void {
    this.socket.disconnect();
  }
}
