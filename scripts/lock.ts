import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tool.ts';

// `npm run lock`, after dependencies have changed. npm leaves optional packages for other systems out of
// package-lock.json when its registry does not have them, and `npm ci` refuses such a file ever after,
// everywhere. This adds them: their versions are exact in what asks for them, their systems are in their names.

interface Package {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

interface Lock {
  packages: Record<string, Package>;
}

const exact = /^\d+\.\d+\.\d+[^ ]*$/;
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];
const libraries = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

/** The packages a lock file should name and does not, as it should name them. */
export function missingPackages({ packages }: Lock): Record<string, Package> {
  const missing: Record<string, Package> = {};
  for (const { dev, optionalDependencies = {} } of Object.values(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const isThere = Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`));
      if (isThere || !exact.test(version)) continue;
      missing[`node_modules/${name}`] = {
        version,
        ...(dev ? { dev } : {}),
        optional: true,
        ...platformOf(name),
      };
    }
  }
  return missing;
}

function platformOf(name: string): Pick<Package, 'os' | 'cpu' | 'libc'> {
  const words = name.split('/').at(-1)?.split('-') ?? [];
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  const libc = Object.entries(libraries).flatMap(([word, library]) =>
    words.includes(word) ? [library] : [],
  );
  return {
    ...(os.length ? { os } : {}),
    ...(cpu.length ? { cpu } : {}),
    ...(os.includes('linux') && libc.length ? { libc } : {}),
  };
}

/** The lock file of this repository. */
export function readLock(): Lock {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
}

if (import.meta.main) {
  const lock = readLock();
  const missing = missingPackages(lock);
  const packages = Object.entries({ ...lock.packages, ...missing });
  lock.packages = Object.fromEntries(packages.toSorted(([left], [right]) => left.localeCompare(right, 'en')));
  writeFileSync(join(root, 'package-lock.json'), `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${Object.keys(missing).length} packages for other systems added\n`);
}
