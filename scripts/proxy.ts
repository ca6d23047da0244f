import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type RunningCaddy, startCaddy } from './caddy.ts';
import { findProgram } from './system-packages.ts';
import { root } from './tool.ts';

// `npm run proxy [-- --port 8443 --to 127.0.0.1:3000]`: Parley at https://localhost:8443, behind Caddy.

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8443' }, to: { type: 'string', default: '127.0.0.1:3000' } },
});
const url = `https://localhost:${values.port}`;
let caddy: RunningCaddy | null = null;
let stopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    stopping = true;
    void caddy?.stop();
  });
try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

/** Starts Caddy, says what is missing, and waits for its end. Gives the exit code. */
async function run(): Promise<number> {
  const httpsPort = Number(values.port);
  if (!(Number.isInteger(httpsPort) && httpsPort > 0 && httpsPort < 65_536))
    throw new Error('The option --port must be a port number from 1 to 65535.');
  if (!findProgram('caddy'))
    throw new Error(
      'Caddy is not installed. Debian and Ubuntu: sudo apt-get install caddy. macOS: brew install caddy. Others: https://caddyserver.com/docs/install',
    );
  const folder = resolve(root, process.env.DATA_DIR ?? '.data', 'caddy');
  caddy = await startCaddy({ upstreams: [values.to], httpsPort, folder });
  if (stopping) await caddy.stop();
  else process.stdout.write(`${await words(caddy)}\n`);
  const code = await caddy.ended;
  return stopping ? 0 : (code ?? 1);
}

async function words({ authorityFile }: RunningCaddy): Promise<string> {
  const settings = `PUBLIC_URL=${url} TRUST_PROXY=loopback`;
  const state = await stateOf(`http://${values.to}`);
  return [
    `Caddy is ready: open ${url} (Ctrl-C ends it)`,
    `Its certificate is of an authority of its own, which a browser trusts after importing ${authorityFile}`,
    ...(state === 'away'
      ? [`Parley does not answer at ${values.to} yet. Start it there: ${settings} npm start`]
      : []),
    ...(state === 'unaware'
      ? [`Parley does not trust this proxy. Start it again: ${settings} npm start`]
      : []),
  ].join('\n');
}

/** Whether Parley runs, and takes over what a proxy on this machine says, such as the name of a request. */
async function stateOf(parley: string): Promise<'away' | 'unaware' | 'ready'> {
  const id = randomUUID();
  const answer = await fetch(`${parley}/healthz`, {
    headers: { 'X-Request-Id': id },
    signal: AbortSignal.timeout(5_000),
  }).catch(() => null);
  if (!answer?.ok) return 'away';
  return answer.headers.get('x-request-id') === id ? 'ready' : 'unaware';
}
