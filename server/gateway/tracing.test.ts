import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';

const span = z.looseObject({
  name: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  status: z.looseObject({ code: z.number().optional() }),
});
const attribute = z.looseObject({
  key: z.string(),
  value: z.looseObject({ stringValue: z.string().optional() }),
});
const request = z.looseObject({
  resourceSpans: z.array(
    z.looseObject({
      resource: z.looseObject({ attributes: z.array(attribute) }),
      scopeSpans: z.array(z.looseObject({ spans: z.array(span) })),
    }),
  ),
});

/** Stands for a collector: takes what OTLP over HTTP posts, and keeps it. */
async function startReceiver() {
  const received: { path: string; body: z.infer<typeof request>; text: string }[] = [];
  const receiver = createServer(async (incoming, response) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part);
    const text = Buffer.concat(parts).toString();
    received.push({ path: incoming.url ?? '', body: request.parse(JSON.parse(text)), text });
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    spans: () =>
      received.flatMap(({ body }) =>
        body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
    close: () => receiver.close(),
  };
}

let server: TestServer | null = null;
afterEach(async () => {
  await server?.close();
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  delete process.env['OTEL_SERVICE_NAME'];
});

test('a call is a span with its statements below it, sent to where the standard variables say, without who and what', async () => {
  const receiver = await startReceiver();
  // OpenTelemetry reads the environment of the process by itself.
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url;
  process.env['OTEL_SERVICE_NAME'] = 'chat of the north';
  server = await startTestServer({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  const ada = await signUp(server.url, 'Ada');
  const { id: conversationId } = await ada.call('conversation:create', { kind: 'private', name: 'traced' });
  const socket = await ada.connect();
  await socket.call('message:send', { conversationId, clientId: crypto.randomUUID(), body: 'a secret plan' });
  await socket.ask('conversation:get', { conversationId: crypto.randomUUID() });
  socket.close();
  // The end sends what was not sent yet.
  await server.close();
  server = null;
  receiver.close();

  expect(new Set(receiver.received.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
  const service = receiver.received[0]?.body.resourceSpans[0]?.resource.attributes.find(
    ({ key }) => key === 'service.name',
  );
  expect(service?.value.stringValue).toBe('chat of the north');
  const [sent] = receiver.spans().filter(({ name }) => name === 'message:send');
  expect(sent).toMatchObject({ status: { code: 0 } });
  const below = receiver.spans().filter(({ parentSpanId }) => parentSpanId === sent?.spanId);
  expect(below.map(({ name, traceId }) => [name, traceId])).toContainEqual([
    'message-send-ordinary',
    sent?.traceId,
  ]);
  const [refused] = receiver.spans().filter(({ name }) => name === 'conversation:get');
  expect(refused).toMatchObject({ status: { code: 2 } });
  const all = receiver.received.map(({ text }) => text).join();
  for (const secret of ['a secret plan', ada.id, 'ada@example.test']) expect(all).not.toContain(secret);
});
