import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** What a process holds, in bytes. */
export interface Memory {
  /** JavaScript's heap and the buffers it holds, after everything that nobody needs was collected. */
  heap: number;
  /** Resident memory as the system counts it; null where it does not say. */
  resident: number | null;
}

const openWithinMs = 15_000;
const usage = z.object({ usedSize: z.number(), backingStorageSize: z.number().optional() });
const reply = z.looseObject({ id: z.number(), result: z.unknown().optional() });

/** A way to look into a running Node process, through the inspector that it opens on SIGUSR1. */
export interface HeapProbe {
  measure(): Promise<Memory>;
  close(): void;
}

/** Opens the inspector of a process that was started with `--inspect-port=0`; `output` is what it wrote so far. */
export async function openHeapProbe(pid: number, output: { readonly stderr: string }): Promise<HeapProbe> {
  process.kill(pid, 'SIGUSR1');
  const inspector = new WebSocket(await inspectorAddress(output));
  await new Promise((resolve, reject) => {
    inspector.addEventListener('open', resolve, { once: true });
    inspector.addEventListener('error', () => reject(new Error('The inspector lets nobody in')), {
      once: true,
    });
  });
  const waiting = new Map<number, (result: unknown) => void>();
  inspector.addEventListener('message', ({ data }) => {
    const { id, result } = reply.catch({ id: -1 }).parse(JSON.parse(String(data)));
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  let calls = 0;
  function call(method: string): Promise<unknown> {
    calls += 1;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    waiting.set(calls, resolve);
    inspector.send(JSON.stringify({ id: calls, method }));
    return promise;
  }
  return {
    async measure() {
      // Twice: what the first collection lets go may hold more.
      await call('HeapProfiler.collectGarbage');
      await call('HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize = 0 } = usage.parse(await call('Runtime.getHeapUsage'));
      return { heap: usedSize + backingStorageSize, resident: residentOf(pid) };
    },
    close: () => inspector.close(),
  };
}

async function inspectorAddress(output: { readonly stderr: string }): Promise<string> {
  const deadline = Date.now() + openWithinMs;
  while (Date.now() < deadline) {
    const address = /Debugger listening on (ws:\S+)/.exec(output.stderr)?.[1];
    if (address !== undefined) return address;
    await delay(20);
  }
  throw new Error('The server does not open its inspector');
}

function residentOf(pid: number): number | null {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}
