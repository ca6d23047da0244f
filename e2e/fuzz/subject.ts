import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createInstallation, startServer } from '#e2e/support/server.ts';
import { type HeapProbe, openHeapProbe } from './heap.ts';
import { outputFaults } from './output.ts';
import type { Found } from './search.ts';

/** The server that is tried, watched from outside. */
export interface Subject {
  url: string;
  probe: HeapProbe;
  /** Aborted when the server has ended by itself. */
  signal: AbortSignal;
  /** Stops it and removes its data; gives what was wrong with it as a whole. */
  stop(inputs: number): Promise<Found[]>;
}

const pulseEveryMs = 1_000;
/** Longest that `/healthz` may take, on the slowest machine. */
const pulseWithinMs = 10_000;
/** What PostgreSQL's log may grow by, in bytes: something for the start, and little for each input. */
const postgresLogBytes = { once: 256 * 1024, each: 80 };

/** Starts the production server on an empty workspace. `settings` go into its environment. */
export async function startSubject(settings: Record<string, string>, signal: AbortSignal): Promise<Subject> {
  const installation = await createInstallation();
  const server = await startServer(installation, { NODE_OPTIONS: '--inspect-port=0', ...settings }).catch(
    async (error) => {
      await installation.remove();
      throw error;
    },
  );
  const over = new AbortController();
  let isStopping = false;
  const faults: Found[] = [];
  void server.ended.then(({ code, stdout, stderr }) => {
    over.abort();
    if (!isStopping)
      faults.push(fault('the server ended by itself', `${code}\n${(stdout + stderr).slice(-2_000)}`));
  });
  const probe = await openHeapProbe(server.pid, server.output);
  const pulse = watchPulse(server.url, faults, AbortSignal.any([signal, over.signal]));
  const logFile = join(installation.dataDir, 'postgres.log');

  return {
    url: server.url,
    probe,
    signal: AbortSignal.any([signal, over.signal]),
    async stop(inputs) {
      isStopping = true;
      const hadEnded = over.signal.aborted;
      over.abort();
      await pulse;
      probe.close();
      faults.push(...outputFaults(server.output, inputs).map(({ kind, details }) => fault(kind, details)));
      const postgresLog = await stat(logFile).catch(() => null);
      if (postgresLog && postgresLog.size > postgresLogBytes.once + postgresLogBytes.each * inputs)
        faults.push(fault('PostgreSQL’s log grows', `${postgresLog.size} bytes after ${inputs} inputs`));
      if (!hadEnded) {
        const { code } = await server.interrupt();
        if (code !== 0) faults.push(fault('the server does not stop in order', `exit code ${code}`));
      }
      await installation.remove();
      return faults;
    },
  };
}

function fault(kind: string, details: string): Found {
  return { surface: 'server', kind, details, smallest: ['the run as a whole'], times: 1, shrinkingMs: 0 };
}

/** Asks every second whether the server lives. */
async function watchPulse(url: string, faults: Found[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(pulseWithinMs) });
    } catch (error) {
      if (!signal.aborted) faults.push(fault('/healthz does not answer', String(error)));
      return;
    }
    await delay(pulseEveryMs, undefined, { signal }).catch(() => undefined);
  }
}
