import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ask } from '#gateway/testing/http.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { freePort } from '#platform/free-port.ts';
import { addHealthCheck } from '#platform/health.ts';
import { watchJobs } from '#platform/job-watch.ts';

let server: TestServer;
let metricsUrl: string;
let ada: Person;

beforeAll(async () => {
  const port = String(await freePort());
  metricsUrl = `http://127.0.0.1:${port}`;
  server = await startTestServer({ METRICS_PORT: port });
  ada = await signUp(server.url, 'Ada');
});
afterAll(() => server.close());

/** Each sample of /metrics by its name and labels, as they are written. */
async function readMetrics(): Promise<Map<string, number>> {
  const { status, text, headers } = await ask(metricsUrl, 'GET', '/metrics');
  expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.split(' ').at(-1))]));
}

test('what happens is counted, under names from the code only, and on a port of its own', async () => {
  const socket = await ada.connect();
  const before = await readMetrics();
  const { id } = await ada.call('conversation:create', { kind: 'private', name: 'counted' });
  const sends = Array.from({ length: 20 }, (_, count) =>
    socket.call('message:send', { conversationId: id, clientId: crypto.randomUUID(), body: `${count}` }),
  );
  await Promise.all(sends);
  await socket.ask('message:invented', {});
  await socket.ask('message:send', {});
  await ada.rest('GET', '/invented');
  const { headers } = await ada.rest('GET', '/users/me');
  await ada.rest('GET', '/users/me', undefined, { 'If-None-Match': headers.get('etag') ?? '' });
  await socket.hear('changes', ({ items }) => items.some(({ body }) => body === '19'));
  const after = await readMetrics();
  const grown = (name: string) => (after.get(name) ?? Number.NaN) - (before.get(name) ?? 0);

  expect(grown('parley_messages_sent_total')).toBe(20);
  expect(grown('parley_call_duration_seconds_count{operation="message:send",outcome="ok"}')).toBe(20);
  expect(grown('parley_call_duration_seconds_bucket{le="+Inf",operation="message:send",outcome="ok"}')).toBe(
    20,
  );
  expect(grown('parley_call_duration_seconds_count{operation="message:send",outcome="invalid"}')).toBe(1);
  expect(grown('parley_send_batch_messages_sum')).toBe(20);
  expect(grown('parley_delivery_delay_seconds_count')).toBeGreaterThan(0);
  expect(grown('parley_statement_duration_seconds_count{statement="message-send-in-order"}')).toBeGreaterThan(
    0,
  );
  expect(grown('parley_cache_lookups_total{cache="etag",result="hit"}')).toBe(1);
  expect(after.get('parley_sockets')).toBe(1);
  expect(after.get('parley_database_connections{state="idle"}')).toBeGreaterThan(0);
  expect(after.get('parley_database_waiting{turn="send"}')).toBe(0);
  expect(after.get('parley_health_ok{check="database"}')).toBe(1);
  expect(after.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  expect([...after.keys()].filter((name) => name.includes('invented'))).toEqual([]);
  expect((await ask(server.url, 'GET', '/metrics')).status).toBe(404);
  expect((await ask(metricsUrl, 'GET', '/')).status).toBe(404);
  socket.close();
});

test('jobs that wait are counted, and told of when nobody runs them', async () => {
  const endWatch = watchJobs();
  // Nobody runs Ada's welcome mail here.
  expect((await readMetrics()).get('parley_jobs_waiting{job="welcome-mail"}')).toBe(1);
  expect(await ask(metricsUrl, 'GET', '/readyz')).toMatchObject({
    body: { checks: { jobs: { ok: true, details: { waiting: 1, dead: 0 } } } },
  });
  const sql = new pg.Client({ connectionString: server.databaseUrl });
  await sql.connect();
  await sql.query(`UPDATE pgboss.job SET start_after = now() - interval '1 hour'`);
  await sql.end();
  await expect
    .poll(async () => (await ask(metricsUrl, 'GET', '/readyz')).body, { timeout: 5_000 })
    .toMatchObject({
      status: 'degraded',
      checks: { jobs: { ok: false, reason: expect.stringContaining('welcome-mail') } },
    });
  endWatch();
});

test('what fails is told to everybody, and why to operators only', async () => {
  const reason = 'The host mail.internal does not answer.';
  const fail = () => {
    throw new Error(reason);
  };
  const removeMail = addHealthCheck({ name: 'mail', isCritical: false, check: fail });
  const open = await ask(server.url, 'GET', '/readyz');
  expect(open).toMatchObject({ status: 200, body: { status: 'degraded', checks: { mail: { ok: false } } } });
  expect(open.text).not.toContain('mail.internal');
  const detailed = await ask(metricsUrl, 'GET', '/readyz');
  expect(detailed).toMatchObject({ status: 200, body: { checks: { mail: { ok: false, reason } } } });
  expect(await readMetrics()).toSatisfy((all) => all.get('parley_health_ok{check="mail"}') === 0);

  const removeStore = addHealthCheck({ name: 'store', isCritical: true, check: fail });
  const unavailable = await ask(server.url, 'GET', '/readyz');
  expect(unavailable).toMatchObject({ status: 503, body: { status: 'unavailable' } });
  expect(unavailable.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await ask(metricsUrl, 'GET', '/readyz')).status).toBe(503);
  expect((await ask(server.url, 'GET', '/healthz')).status).toBe(200);
  removeMail();
  removeStore();
  expect((await ask(server.url, 'GET', '/readyz')).status).toBe(200);
});

const target = z.looseObject({ expr: z.string().min(1), refId: z.string(), legendFormat: z.string() });
const dashboard = z.looseObject({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.number(),
  __inputs: z.tuple([z.looseObject({ name: z.literal('DS_PROMETHEUS') })]),
  panels: z.array(
    z.discriminatedUnion('type', [
      z.looseObject({ type: z.literal('row'), id: z.number() }),
      z.looseObject({
        type: z.enum(['timeseries', 'stat']),
        id: z.number(),
        targets: z.array(target).min(1),
      }),
    ]),
  ),
});
const rule = z.strictObject({
  alert: z.string().regex(/^Parley[A-Z]\w+$/),
  expr: z.string().min(1),
  for: z.string().regex(/^\d+[smh]$/),
  labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.strictObject({ summary: z.string().min(1), description: z.string().min(1) }),
});
const rules = z.strictObject({
  groups: z.tuple([z.strictObject({ name: z.string(), rules: z.array(rule).min(1) })]),
});

test('the dashboard and the alerts are whole and ask for nothing that is not there', async () => {
  const { panels } = dashboard.parse(JSON.parse(readFileSync('deploy/grafana/parley.json', 'utf8')));
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const { groups } = rules.parse(parse(readFileSync('deploy/prometheus/alerts.yaml', 'utf8')));
  const asked = [
    ...panels.flatMap((panel) => (panel.type === 'row' ? [] : panel.targets.map(({ expr }) => expr))),
    ...groups.flatMap((group) => group.rules.map(({ expr }) => expr)),
  ];
  const { text } = await ask(metricsUrl, 'GET', '/metrics');
  const families = new Set(Array.from(text.matchAll(/^# TYPE (\S+) (\w+)$/gm), ([, name]) => name));
  const series = (name: string) =>
    families.has(name) || families.has(name.replace(/_(?:bucket|sum|count)$/, ''));
  const named = asked.flatMap((expr) => expr.match(/\b(?:parley|nodejs|process)_\w+/g) ?? []);
  expect(named.length).toBeGreaterThanOrEqual(asked.length - 1);
  expect(named.filter((name) => !series(name))).toEqual([]);
  for (const expr of asked) expect(balance(expr), expr).toBe(true);
});

/** Whether brackets close in the order in which they open. */
function balance(expr: string): boolean {
  const open: string[] = [];
  const ends: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
  for (const sign of expr.replaceAll(/"[^"]*"/g, '')) {
    const end = ends[sign];
    if (end) open.push(end);
    else if (/[)\]}]/.test(sign) && open.pop() !== sign) return false;
  }
  return open.length === 0;
}
