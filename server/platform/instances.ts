import type { Config } from './config.ts';
import { announcementsMissed, attachRelay, carryOutFromElsewhere } from './events.ts';
import { addHealthCheck } from './health.ts';
import { type LiveStream, openLiveStream } from './live-stream.ts';
import type { Log } from './log.ts';
import { instanceGaps } from './metrics.ts';
import { shareRateLimits } from './rate-limit.ts';
import { openRedis } from './redis.ts';
import { sharePresence } from './shared-presence.ts';

/** How often, in ms, an instance that is left alone looks into the database for what others may have announced. */
const ALONE = 15_000;

/**
 * Makes this process one of several that serve the same workspace, when REDIS_URL says so: what it announces reaches
 * the sockets of the others, and the other way round; presence and rate limits are shared. Open the rate limits before.
 * Gives the way to leave. While Redis is away, also at the start, it serves its own sockets and everything stored.
 */
export async function joinInstances(
  { redisUrl }: Pick<Config, 'redisUrl'>,
  log: Log,
): Promise<() => Promise<void>> {
  if (!redisUrl) return async () => undefined;
  const redis = await openRedis(redisUrl, log);
  // What an instance that died committed last, it may have told nobody.
  const presence = sharePresence(redis, () => stream, announcementsMissed);
  const stream: LiveStream = openLiveStream(redis, {
    onHeard: presence.heard,
    onMissed() {
      instanceGaps.inc();
      announcementsMissed();
    },
    onSignal(signal, from) {
      if (signal[0] === 'present' || signal[0] === 'hello' || signal[0] === 'bye')
        presence.signal(signal, from);
      else carryOutFromElsewhere(signal);
    },
  });
  redis.onReturn(() => void presence.restore());
  attachRelay((commands) => void stream.send(commands));
  shareRateLimits(redis);
  const alone = setInterval(() => {
    if (!redis.isThere() || !redis.reader.isReady) announcementsMissed();
  }, ALONE);
  alone.unref();
  const stopChecking = addHealthCheck({
    name: 'redis',
    isCritical: false,
    async check() {
      await redis.ask((client) => client.ping());
      return { others: presence.others() };
    },
  });
  return async () => {
    clearInterval(alone);
    stopChecking();
    attachRelay(null);
    await presence.close();
    stream.close();
    redis.close();
  };
}
