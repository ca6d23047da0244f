import { createClient } from 'redis';
import { createFindings, type Look, wordsOf } from './finding.ts';

const TIMEOUT = 5_000;

/** The Redis between several instances: whether it answers, and keeps taking what they say. */
export const lookAtRedis: Look = async ({ config }) => {
  const { findings, when } = createFindings('redis');
  if (config.redisUrl === null) return findings;
  const client = createClient({
    url: config.redisUrl,
    disableOfflineQueue: true,
    socket: { connectTimeout: TIMEOUT, socketTimeout: TIMEOUT, reconnectStrategy: false },
  });
  // What happened is told by `connect` and `info`.
  client.on('error', () => undefined);
  try {
    await client.connect();
    lookAtFacts(factsOf(await client.info()), when);
  } catch (error) {
    when(true, `Redis does not answer: ${wordsOf(error)}.`, 'Start it, or correct REDIS_URL.');
  } finally {
    client.destroy();
  }
  return findings;
};

function lookAtFacts(facts: Map<string, string>, when: ReturnType<typeof createFindings>['when']): void {
  const version = facts.get('redis_version') ?? '0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  when(
    major < 6 || (major === 6 && minor < 2),
    `This is Redis ${version}, and Parley needs 6.2 or later.`,
    'Update it.',
  );
  const policy = facts.get('maxmemory_policy') ?? 'noeviction';
  when(
    facts.get('maxmemory') !== '0' && policy.startsWith('allkeys'),
    `Redis throws keys away when its memory is full (maxmemory-policy ${policy}): live events may be among them.`,
    'Set maxmemory-policy to noeviction, and give it a Redis of its own.',
  );
  when(
    facts.get('rdb_last_bgsave_status') === 'err' || facts.get('aof_last_write_status') === 'err',
    'Redis cannot write to its disk, and may refuse everything because of that.',
    'Make room on its disk; or turn persistence off (save ""): Parley keeps nothing there that must last.',
  );
}

/** Redis's INFO: a name and a value on each line, and headings. */
function factsOf(info: string): Map<string, string> {
  const lines = info.split(/\r?\n/).filter((line) => /^\w+:/.test(line));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}
