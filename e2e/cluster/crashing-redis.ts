import { connect } from 'node:net';
import { freePort } from '#platform/free-port.ts';
import { ensureInstalled, findProgram } from '#scripts/system-packages.ts';
import { type CrashingProcess, createCrashingProcess } from './crashing-process.ts';

/** A Redis of our own. It keeps nothing on disk: what was in it is gone when it comes back, which is the harder case. */
export interface CrashingRedis extends CrashingProcess {
  url: string;
}

/** Starts it, and installs it first where it is missing. */
export async function createCrashingRedis(): Promise<CrashingRedis> {
  ensureInstalled(['redis-server']);
  const command = findProgram('redis-server') ?? 'redis-server';
  const port = await freePort();
  const settings = { port: String(port), bind: '127.0.0.1', save: '', appendonly: 'no', dir: '/' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const redis = createCrashingProcess({ command, args, answers: () => answersPing(port) });
  await redis.start();
  return Object.assign(redis, { url: `redis://127.0.0.1:${port}` });
}

/** https://redis.io/docs/latest/develop/reference/protocol-spec/, inline commands. */
function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (chunk) => done(chunk.toString().startsWith('+PONG')));
    socket.once('error', () => done(false));
    socket.setTimeout(1_000, () => done(false));
  });
}
