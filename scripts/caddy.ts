import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findProgram } from './system-packages.ts';
import { root } from './tool.ts';

/** Milliseconds that Caddy has to answer for the first time: it makes its certificates before. */
const START_TIMEOUT = 20_000;

interface CaddyOptions {
  /** Where Parley listens, such as `127.0.0.1:3000`. */
  upstreams: readonly string[];
  /** For HTTP/1.1 and 2 by TCP, and HTTP/3 by UDP. */
  httpsPort: number;
  /** Where its certificates and its own authority are kept; made when it is not there. */
  folder: string;
}

/** A Caddy with deploy/Caddyfile, in a process of its own. */
export interface RunningCaddy {
  /** Such as https://localhost:8443. */
  url: string;
  pid: number;
  /** A file (PEM) with the authority that its certificate is of. */
  authorityFile: string;
  /** What it wrote so far: JSON lines, the access log among them. */
  log(): string;
  /** Its exit code, once it has ended, whatever the reason; null after a signal. */
  ended: Promise<number | null>;
  /** Ends it as the system would, or with SIGKILL, and waits for that. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/**
 * Starts Caddy at https://localhost:port in front of Parley, with a certificate of its own authority that no browser
 * trusts by itself. Resolves when it answers, whether or not Parley does. Rejects with what it wrote when it ends.
 */
export async function startCaddy({ upstreams, httpsPort, folder }: CaddyOptions): Promise<RunningCaddy> {
  const program = findProgram('caddy');
  if (!program) throw new Error('Caddy is not installed');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const options = [
    // No port but the given one, and no question about the system's trust.
    'admin off',
    'skip_install_trust',
    'auto_https disable_redirects',
    `https_port ${httpsPort}`,
  ];
  const child = spawn(
    program,
    ['run', '--adapter', 'caddyfile', '--config', join(root, 'deploy', 'Caddyfile')],
    {
      cwd: folder,
      env: {
        ...process.env,
        XDG_DATA_HOME: folder,
        XDG_CONFIG_HOME: folder,
        PARLEY_DOMAIN: 'localhost',
        PARLEY_UPSTREAMS: upstreams.join(' '),
        PARLEY_CADDY_OPTIONS: options.join('\n'),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const { pid } = child;
  const ended = endOf(child);
  let written = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const url = `https://localhost:${httpsPort}`;
  const inVain = ended.then((code) => {
    throw new Error(`Caddy ended with ${code}:\n${written}`);
  });
  inVain.catch(() => undefined);
  await Promise.race([answering(url), inVain]);
  if (pid === undefined) throw new Error('Caddy did not start');
  return {
    url,
    pid,
    authorityFile: join(folder, 'caddy', 'pki', 'authorities', 'local', 'root.crt'),
    log: () => written,
    ended,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await ended;
    },
  };
}

async function endOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : null;
}

/** Waits until somebody speaks TLS and HTTP there; what is answered does not matter yet. */
async function answering(url: string): Promise<void> {
  const until = Date.now() + START_TIMEOUT;
  while (Date.now() < until) {
    if (await isAnswered(url)) return;
    await delay(100);
  }
  throw new Error(`Nobody answers at ${url}`);
}

function isAnswered(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    // Nothing is sent that anybody could read, and the authority is read from a file afterwards.
    const asking = request(`${url}/metrics`, { rejectUnauthorized: false, agent: false }, (answer) => {
      answer.resume();
      resolve(true);
    });
    asking.once('error', () => resolve(false));
    asking.end();
  });
}
