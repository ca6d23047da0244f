// `node scripts/bootstrap.mjs start` (or dev, seed, test: the commands of run.ts), which is what `npm start` does:
// the part of Parley that runs under whatever Node (20 or later) is on the machine. It installs what
// package-lock.json names, the Node everything else runs on included, and hands over to that.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.parley-installed');
const runtime = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

process.chdir(root);
await install();
const file = join(root, 'scripts', 'run.ts');
if (realpathSync(process.execPath) === realpathSync(runtime)) {
  await import(pathToFileURL(file).href);
} else {
  const path = `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  process.exitCode = await run(runtime, [file, ...process.argv.slice(2)], { ...process.env, PATH: path });
}

async function install() {
  if (isInstalled()) return;
  process.stdout.write('Installing what Parley is made of (once, and after updates)\n');
  // npm runs on the Node it was started with: the one in node_modules is about to be replaced.
  const { npm_node_execpath: node, npm_execpath: npm, ...environment } = process.env;
  const inside = join(modules, '.bin');
  const path = (environment.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== inside)
    .join(delimiter);
  const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, first] = node && npm ? [node, [npm]] : ['npm', []];
  const npmRun = (stdio, ...args) =>
    run(command, [...first, ...args, ...flags], { ...environment, PATH: path }, stdio);
  // `npm ci` refuses a lock file that lacks packages for other systems, which a registry may not have given to
  // whoever wrote it; `npm install` takes the same versions and puts up with that.
  const code = (await npmRun('ignore', 'ci')) && (await npmRun('inherit', 'install', '--no-save'));
  if (code !== 0) {
    fail(`npm could not install what package-lock.json names (exit code ${code}): see its lines above.`);
  }
  if (!existsSync(runtime)) {
    fail(
      'npm did not run the install script of the package node: allow scripts (npm 11 reads allowScripts in package.json) and start again.',
    );
  }
  writeFileSync(stamp, fingerprint());
}

/** True when the stamp of the last installation fits, or when npm's own list says that somebody ran npm by hand. */
function isInstalled() {
  if (!existsSync(runtime)) return false;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()) return true;
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages;
    const fits = Object.entries(wanted).every(
      ([path, { version, optional, devOptional }]) =>
        path === '' ||
        optional ||
        devOptional ||
        (present[path]?.version === version && existsSync(join(root, path))),
    );
    if (fits) writeFileSync(stamp, fingerprint());
    return fits;
  } catch {
    return false;
  }
}

function fingerprint() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(`${process.platform} ${process.arch} `).update(lock).digest('hex');
}

/** Resolves with the exit code; 128 and more for a signal, as shells count. */
function run(command, args, env, stdio = 'inherit') {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => fail(`${command} does not run: ${error.message}`));
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
