import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** So much of one processor is rest: what idle programs take. */
const atRest = 0.15;
/** How long is looked at once, and how long rest is waited for at the most, in ms. */
const look = 500;
const longest = 60_000;

/**
 * Resolves when all processors of the machine together do next to nothing, after a minute at the latest. What one side
 * leaves for later (Parley's search index follows what is sent) must not be done in another side's time.
 */
export async function machineRests(): Promise<void> {
  const end = performance.now() + longest;
  let before = times();
  while (performance.now() < end) {
    await delay(look);
    const now = times();
    const busy = 1 - (now.idle - before.idle) / Math.max(1, now.all - before.all);
    if (busy * cpus().length < atRest) return;
    before = now;
  }
}

/** Of all processors together since the machine was started, in ms. */
function times(): { idle: number; all: number } {
  const each = cpus().map((cpu) => cpu.times);
  const idle = each.reduce((sum, time) => sum + time.idle, 0);
  const all = each.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { idle, all };
}
