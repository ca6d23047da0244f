import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Programs whose Debian packages have another name. */
const packages: Record<string, string> = { 'systemd-analyze': 'systemd' };

/** Where Debian keeps servers, which is not in everybody's PATH. */
const moreFolders = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** The path of an installed program, or null. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...moreFolders];
  return (
    folders
      .filter((folder) => folder !== '')
      .map((folder) => join(folder, name))
      .find((path) => existsSync(path)) ?? null
  );
}

/**
 * Sees to it that programs of Debian's packages are there, such as redis-server, caddy and nginx. What it installs is
 * not left running as a service. Throws an Error with one sentence that says what to install when it cannot.
 */
export function ensureInstalled(programs: readonly string[]): void {
  const isMissing = (name: string) => findProgram(name) === null;
  const missing = programs.filter(isMissing);
  if (missing.length === 0) return;
  installPackages(missing.map(packageOf));
  const absent = missing.filter(isMissing);
  if (absent.length > 0)
    throw new Error(
      `The tests need ${absent.join(' and ')}: install that first (on Debian: apt-get install ${absent.map(packageOf).join(' ')}).`,
    );
}

function packageOf(program: string): string {
  return packages[program] ?? program;
}

/** Installs Debian packages where that needs no questions: as root, on a system with apt. Says no more than that it does. */
export function installPackages(names: readonly string[]): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !findProgram('apt-get')) return;
  process.stdout.write(`Installing ${names.join(', ')} for the tests\n`);
  // Tests that run side by side may want the same: one after the other, because apt waits for nobody.
  const lock = join(tmpdir(), 'parley-apt.lock');
  apt(lock, 'update', '-qq');
  apt(lock, 'install', '-y', '-qq', '--no-install-recommends', ...names);
  for (const name of names) stopService(name);
}

function apt(lock: string, ...args: string[]): void {
  // Without a runlevel of its own a container would count as running, and System V scripts would start what they name.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const command = findProgram('flock') ? ['flock', lock, 'apt-get', ...args] : ['apt-get', ...args];
  spawnSync(command[0] ?? '', command.slice(1), { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Debian starts a server that it installs, and at every boot; the tests start their own. */
function stopService(name: string): void {
  if (existsSync('/run/systemd/system') && existsSync(`/usr/lib/systemd/system/${name}.service`))
    spawnSync('systemctl', ['disable', '--now', '--quiet', name], { stdio: 'ignore' });
}
