import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findProgram } from '#scripts/system-packages.ts';
import { root } from '#scripts/tool.ts';

/** Milliseconds that nginx has to listen. */
const START_TIMEOUT = 10_000;

interface NginxOptions {
  /** Where Parley listens, such as `127.0.0.1:3000`. */
  upstreams: readonly string[];
  httpsPort: number;
  httpPort: number;
  /** PEM files. */
  certificate: string;
  key: string;
  folder: string;
}

export interface RunningNginx {
  /** Such as https://localhost:8443. */
  url: string;
  /** What `nginx -t` said before the start. */
  checked: string;
  accessLog(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts nginx with deploy/nginx.conf, its names, paths and ports changed as an operator would, and nothing else. */
export async function startNginx(options: NginxOptions): Promise<RunningNginx> {
  const program = findProgram('nginx');
  if (!program) throw new Error('nginx is not installed');
  const { folder, httpsPort } = options;
  await mkdir(folder, { recursive: true });
  const accessLog = join(folder, 'access.log');
  const site = join(folder, 'parley.conf');
  await writeFile(site, await ownSite(options, accessLog));
  const main = join(folder, 'nginx.conf');
  await writeFile(main, mainFile(folder, site));
  const arguments_ = ['-c', main, '-p', folder, '-e', join(folder, 'error.log')];
  const checked = await runToEnd(program, ['-t', ...arguments_]);
  const child = spawn(program, arguments_, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  await listening(httpsPort);
  return {
    url: `https://localhost:${httpsPort}`,
    checked,
    accessLog: () => readFile(accessLog, 'utf8'),
    async stop() {
      child.kill('SIGQUIT');
      // Open WebSockets would keep it for as long as they live.
      const cut = setTimeout(() => child.kill('SIGTERM'), 1_000);
      await ended;
      clearTimeout(cut);
    },
  };
}

async function ownSite(options: NginxOptions, accessLog: string): Promise<string> {
  const changes: [text: string, by: string][] = [
    [
      'server 127.0.0.1:3000 max_fails=1 fail_timeout=2s;',
      options.upstreams.map((upstream) => `server ${upstream} max_fails=1 fail_timeout=2s;`).join(' '),
    ],
    ['chat.example.com', 'localhost'],
    ['listen 80;', `listen 127.0.0.1:${options.httpPort};`],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${options.httpsPort} ssl http2;`],
    ['/etc/ssl/parley/fullchain.pem', options.certificate],
    ['/etc/ssl/parley/privkey.pem', options.key],
    ['/var/log/nginx/parley.log', accessLog],
  ];
  let text = await readFile(join(root, 'deploy', 'nginx.conf'), 'utf8');
  for (const [part, by] of changes) {
    if (!text.includes(part)) throw new Error(`deploy/nginx.conf does not say ${part} any more`);
    text = text.replaceAll(part, by);
  }
  return text;
}

/** What Debian's own nginx.conf does, but in one folder and by whoever runs the tests. */
function mainFile(folder: string, site: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  return `${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes 1;
pid ${join(folder, 'nginx.pid')};
events { worker_connections 1024; }
http {
  ${temporary.join(' ')}
  include ${site};
}
`;
}

async function runToEnd(program: string, args: string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`nginx refuses its configuration:\n${said}`);
  return said;
}

async function listening(port: number): Promise<void> {
  const until = Date.now() + START_TIMEOUT;
  while (Date.now() < until) {
    if (await isOpen(port)) return;
    await delay(50);
  }
  throw new Error(`nginx does not listen on ${port}`);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1');
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
