import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { type Listener, listen } from './listener.ts';
import { sendFor } from './load.ts';
import type { BenchServer } from './servers.ts';
import { median } from './statistics.ts';
import { cpuSeconds } from './usage.ts';

/** A conversation with a sender and with listeners spread over the servers. */
export interface Audience {
  servers: BenchServer[];
  sender: Socket;
  conversationId: string;
  listeners: Listener[];
}

export interface FanOut {
  sendsPerSecond: number;
  deliveriesPerSecond: number;
  /** Processor time of all servers together for each delivery, in microseconds. */
  cpuMicroseconds: number;
  /** Messages that one frame carries. */
  batch: number;
}

/** How long the last frames may be on their way, in ms. */
const arriveWithin = 20_000;

/** Opens so many listeners, as many on each server. */
export async function openListeners(
  servers: BenchServer[],
  count: number,
  identity: { cookie?: string; hello: string },
): Promise<Listener[]> {
  const listeners: Listener[] = [];
  for (let index = 0; index < count; index += 1) {
    const { url } = servers[index % servers.length] ?? { url: '' };
    listeners.push(await listen({ ...identity, url }));
  }
  return listeners;
}

/** Sends for so long with so many in flight, until every listener has everything. */
export async function fanOut(
  { servers, sender, conversationId, listeners }: Audience,
  inFlight: number,
  milliseconds: number,
): Promise<FanOut> {
  const pids = servers.map(({ pid }) => pid);
  for (const listener of listeners) listener.reset();
  const cpuBefore = cpuSeconds(pids);
  const started = performance.now();
  const sent = await sendFor(sender, conversationId, inFlight, milliseconds);
  const sendSeconds = (performance.now() - started) / 1_000;
  await everythingArrived(listeners, sent);
  const seconds = (performance.now() - started) / 1_000;
  const deliveries = sent * listeners.length;
  return {
    sendsPerSecond: sent / sendSeconds,
    deliveriesPerSecond: deliveries / seconds,
    cpuMicroseconds: ((cpuSeconds(pids) - cpuBefore) / deliveries) * 1e6,
    batch: sent / (listeners[0]?.counts.frames ?? 1),
  };
}

async function everythingArrived(listeners: Listener[], sent: number): Promise<void> {
  const deadline = performance.now() + arriveWithin;
  for (;;) {
    const missing = listeners.find(({ counts }) => counts.messages !== sent);
    if (!missing) return;
    if (performance.now() > deadline)
      throw new Error(`Of ${sent} messages ${missing.counts.messages} came to a listener.`);
    await delay(2);
  }
}

export function medians(runs: FanOut[]): FanOut {
  const of = (name: keyof FanOut) => median(runs.map((run) => run[name]));
  return {
    sendsPerSecond: of('sendsPerSecond'),
    deliveriesPerSecond: of('deliveriesPerSecond'),
    cpuMicroseconds: of('cpuMicroseconds'),
    batch: of('batch'),
  };
}
