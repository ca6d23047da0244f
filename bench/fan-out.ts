import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { type Listener, listen } from './listener.ts';
import { sendsPerSecond } from './load.ts';
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

/** Answered when the socket is in all its rooms. */
export const helloParley = '420["user:me",{}]';
/** How long the last frames may be on their way, in ms. */
const arriveWithin = 20_000;

/** Opens so many listeners, as many on each server; on every server one looks into the frames. */
export async function openListeners(
  servers: BenchServer[],
  count: number,
  identity: { cookie?: string; hello: string },
): Promise<Listener[]> {
  const listeners: Listener[] = [];
  for (let index = 0; index < count; index += 1) {
    const { url } = servers[index % servers.length] ?? { url: '' };
    listeners.push(await listen({ ...identity, url, counting: index < servers.length }));
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
  const shape = { name: '', conversations: 1, inFlight };
  const perSecond = await sendsPerSecond(sender, [conversationId], shape, milliseconds);
  // What was acknowledged is what each counting listener must have seen; the others saw the same bytes.
  const sent = Math.round((perSecond * (performance.now() - started)) / 1_000);
  await everythingArrived(listeners, servers.length, sent);
  const seconds = (performance.now() - started) / 1_000;
  const messages = listeners[0]?.counts.messages ?? 0;
  const deliveries = messages * listeners.length;
  return {
    sendsPerSecond: perSecond,
    deliveriesPerSecond: deliveries / seconds,
    cpuMicroseconds: ((cpuSeconds(pids) - cpuBefore) / deliveries) * 1e6,
    batch: messages / (listeners[0]?.counts.frames ?? 1),
  };
}

async function everythingArrived(listeners: Listener[], servers: number, sent: number): Promise<void> {
  const deadline = performance.now() + arriveWithin;
  for (;;) {
    const counting = listeners.slice(0, servers);
    // The rate was rounded on the way here: what matters is that all have as much as the first, and nothing less came.
    const isWhole =
      counting.every(({ counts }) => Math.abs(counts.messages - sent) <= 1) &&
      listeners.every(({ counts }, index) => counts.bytes === counting[index % servers]?.counts.bytes);
    if (isWhole) return;
    if (performance.now() > deadline)
      throw new Error(
        `Of ${sent} messages there came ${counting.map(({ counts }) => counts.messages).join(', ')}, and not the same to all.`,
      );
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
