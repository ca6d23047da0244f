import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { hookEventType } from '#contract/hooks.ts';
import { message } from '#contract/messages.ts';

const told = z.strictObject({
  type: hookEventType,
  timestamp: z.iso.datetime(),
  data: z.strictObject({
    conversation: z.strictObject({
      ...{ id: z.uuid(), kind: z.string(), name: z.string().nullable() },
      ...{ parentId: z.uuid().nullable(), rootSeq: z.number().int().nullable() },
    }),
    message: message.optional(),
    userId: z.uuid().optional(),
    name: z.string().nullable().optional(),
    topic: z.string().optional(),
    archivedAt: z.string().nullable().optional(),
  }),
});

/** What was taken: answered with 204. */
export type Taken = z.infer<typeof told> & { id: string; signatures: number };

/** How it answers. `stall`: not at all, until it changes its mind. */
export type Manner = 'take' | 'fail' | 'stall' | 'cut';

/** A real receiver of webhooks, which checks what Standard Webhooks says and takes nothing else. */
export async function startReceiver() {
  const taken: Taken[] = [];
  const secrets: string[] = [];
  const stalled = new Set<ServerResponse>();
  const wrong: string[] = [];
  let manner: Manner = 'take';
  const tries = new Map<Manner, number>();
  let atOnce = 0;
  const running = new Map<string, number>();

  function verified(request: IncomingMessage, body: string): { id: string; signatures: number } {
    const [id = '', at = ''] = ['webhook-id', 'webhook-timestamp'].map((name) =>
      String(request.headers[name]),
    );
    const given = String(request.headers['webhook-signature']).split(' ');
    if (Math.abs(Date.now() / 1_000 - Number(at)) > 300) wrong.push(`${id} is of ${at}`);
    const known = secrets.filter((secret) => {
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
      return given.includes(`v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`);
    });
    if (known.length === 0) wrong.push(`${id} is not signed`);
    return { id, signatures: known.length };
  }

  const server = createServer(async (request, response) => {
    tries.set(manner, (tries.get(manner) ?? 0) + 1);
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const event = told.parse(JSON.parse(body));
    const conversation = event.data.conversation.id;
    running.set(conversation, (running.get(conversation) ?? 0) + 1);
    atOnce = Math.max(atOnce, running.get(conversation) ?? 0);
    response.once('close', () => running.set(conversation, (running.get(conversation) ?? 1) - 1));
    if (manner === 'cut') request.socket.destroy();
    else if (manner === 'stall') stalled.add(response);
    else if (manner === 'fail') response.writeHead(500).end('not now');
    else {
      taken.push({ ...event, ...verified(request, body) });
      response.writeHead(204).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    taken,
    secrets,
    wrong,
    /** How often it answered so. */
    tries: (how: Manner) => tries.get(how) ?? 0,
    /** The most of one conversation that it was told at the same time. */
    atOnce: () => atOnce,
    behave(next: Manner): void {
      manner = next;
      for (const response of stalled) response.destroy();
      stalled.clear();
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
