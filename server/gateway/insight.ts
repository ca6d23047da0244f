import type { Config } from '#platform/config.ts';
import { watchDisk } from '#platform/disk.ts';
import { onHealthChange } from '#platform/health.ts';
import type { Log } from '#platform/log.ts';
import { collectNodeMetrics } from '#platform/metrics.ts';
import { watchOverload } from '#platform/overload.ts';
import { startTracing } from '#platform/tracing.ts';
import { listenForMetrics } from './metrics-listener.ts';

/**
 * Starts what tells operators how the server is, and what notices that it has too much to do. Throws SetupError when the
 * port for metrics cannot be had. Gives the end of it all.
 */
export async function startInsight(config: Config, log: Log): Promise<() => Promise<void>> {
  onHealthChange((check, { ok, reason }) =>
    log[ok ? 'info' : 'warn'](
      { check, ...(reason ? { reason } : {}) },
      ok ? 'a check is well again' : 'a check fails',
    ),
  );
  const stopTracing = await startTracing(config);
  const ends = [watchDisk(config.dataDir), watchOverload(config.limitFactor)];
  if (config.metrics) collectNodeMetrics();
  const closeListener = config.metrics ? await listenForMetrics(config.metrics) : async () => undefined;
  return async () => {
    await closeListener();
    for (const end of ends) end();
    await stopTracing();
  };
}
