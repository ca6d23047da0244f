import { setTimeout as delay } from 'node:timers/promises';
import type { Acknowledged } from '#bench/audit.ts';
import { percentile } from '#bench/statistics.ts';
import { type Call, callsOf, type Work } from './calls.ts';
import { Connection } from './connection.ts';

/** What the clients of a load do. */
export interface HttpPlan {
  url: string;
  milliseconds: number;
  /** Of each client, which keeps a connection; empty: it is not signed in. */
  cookies: string[];
  work: Work;
  /**
   * Calls a second of all clients together, each at its time whether or not the one before is answered late: what is
   * late counts as delay. Without it, each asks again as soon as it is answered.
   */
  perSecond?: number;
}

export interface HttpResult {
  calls: number;
  perSecond: number;
  /** Delays in ms. */
  p50: number;
  p95: number;
  p99: number;
  /** Of a body, on average. */
  bytes: number;
  posted: Acknowledged;
}

interface Tally {
  delays: number[];
  bytes: number;
  posted: Acknowledged;
}

/** Runs all clients; rejects when an answer is not what it has to be. */
export async function runClients(plan: HttpPlan): Promise<HttpResult> {
  const { url, cookies, work } = plan;
  const tally: Tally = { delays: [], bytes: 0, posted: {} };
  const connections: Connection[] = [];
  const clients = cookies.map(async (cookie, nth) => {
    const connection = await Connection.open(url);
    connections.push(connection);
    const fields = `Host: ${new URL(url).host}\r\n${cookie ? `Cookie: ${cookie}\r\n` : ''}`;
    const ask = connection.ask.bind(connection);
    const next = await callsOf(work, { nth, fields, ask, posted: tally.posted });
    return { ask, next };
  });
  try {
    const ready = await Promise.all(clients);
    const started = performance.now();
    await Promise.all(ready.map((client, nth) => runClient(client, plan, tally, started, nth)));
    const seconds = (performance.now() - started) / 1_000;
    const calls = tally.delays.length;
    return {
      calls,
      perSecond: calls / seconds,
      p50: percentile(tally.delays, 0.5),
      p95: percentile(tally.delays, 0.95),
      p99: percentile(tally.delays, 0.99),
      bytes: tally.bytes / Math.max(1, calls),
      posted: tally.posted,
    };
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function runClient(
  { ask, next }: { ask: Connection['ask']; next: () => Call },
  { milliseconds, cookies, perSecond }: HttpPlan,
  tally: Tally,
  started: number,
  nth: number,
): Promise<void> {
  const end = started + milliseconds;
  const pause = perSecond === undefined ? 0 : (cookies.length / perSecond) * 1_000;
  let due = started + (pause * nth) / cookies.length;
  while (performance.now() < end && due < end) {
    if (pause > 0) await delay(Math.max(0, due - performance.now()));
    const begun = pause > 0 ? due : performance.now();
    const call = next();
    const answer = await ask(call.request);
    tally.delays.push(performance.now() - begun);
    tally.bytes += answer.body.length;
    call.check(answer);
    due += pause;
  }
}
