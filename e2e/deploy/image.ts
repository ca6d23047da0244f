import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '#scripts/tool.ts';
import { readStages, type Stage, type Step } from './dockerfile.ts';

/** What a Dockerfile makes, in a folder instead of an image. */
export interface Image {
  /** Where /app and /data stand. */
  folder: string;
  env: Record<string, string>;
  command: string[];
  healthCheck: string[];
}

/** Steps that would take the network and minutes: the folder under test has their results already. */
const known: Record<string, (app: string) => void> = {
  'npm ci --include=dev --no-audit --no-fund': takePackages,
  'node scripts/build.ts': takeBuild,
};

/**
 * Carries out the steps of a Dockerfile below an empty folder, whose `/app` is the working directory of each stage.
 * Base images are this machine. `owner` stands for the image's user node, as `uid:gid`.
 */
export function carryOut(dockerfile: string, folder: string, owner: string): Image {
  const image: Image = { folder: '', env: {}, command: [], healthCheck: [] };
  for (const stage of readStages(dockerfile)) {
    image.folder = folderOf(folder, stage.name);
    mkdirSync(join(image.folder, 'app'), { recursive: true });
    for (const step of stage.steps) carryOutStep(step, stage, { image, folder, owner });
  }
  return image;
}

interface Place {
  image: Image;
  folder: string;
  owner: string;
}

function carryOutStep(step: Step, stage: Stage, { image, folder, owner }: Place): void {
  const app = join(image.folder, 'app');
  if (step.keyword === 'COPY') {
    const from = step.from === null ? null : folderOf(folder, step.from);
    for (const source of step.sources) copy(from, source, join(app, step.target), step.sources.length > 1);
  } else if (step.keyword === 'RUN') {
    const take = known[step.command];
    if (take) take(app);
    else {
      const own = step.command.replaceAll('/data', join(image.folder, 'data')).replaceAll('node:node', owner);
      execFileSync('sh', ['-c', own], { cwd: app, stdio: ['ignore', 'ignore', 'inherit'] });
    }
  } else if (stage.name !== '') return;
  else if (step.keyword === 'ENV') Object.assign(image.env, step.values);
  else if (step.keyword === 'CMD') image.command = step.command;
  else if (step.keyword === 'HEALTHCHECK') image.healthCheck = step.command;
}

function folderOf(folder: string, stage: string): string {
  return join(folder, stage || 'image');
}

/** A source of the context (`from` null), which .dockerignore narrows, or of another stage. */
function copy(from: string | null, source: string, target: string, intoFolder: boolean): void {
  if (from !== null) {
    link(join(from, source), intoFolder ? join(target, basename(source)) : target);
    return;
  }
  const names = source === '.' ? readdirSync(root).filter((name) => !isIgnored(name)) : [source];
  for (const name of names)
    cpSync(join(root, name), join(target, name), {
      recursive: true,
      filter: (path) => !isIgnored(path.slice(root.length + 1)),
    });
}

const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean);

/** Whether .dockerignore leaves a path out. The patterns it uses: names at the top, and endings anywhere. */
function isIgnored(path: string): boolean {
  return ignored.some((pattern) =>
    pattern.includes('*') ? path.endsWith(pattern.slice(pattern.lastIndexOf('*') + 1)) : path === pattern,
  );
}

/** Files as further names of what is there, where the file system can; nothing changes them in place. */
function link(source: string, target: string): void {
  try {
    execFileSync('cp', ['-al', source, target], { stdio: 'ignore' });
  } catch {
    rmSync(target, { recursive: true, force: true });
    execFileSync('cp', ['-a', source, target]);
  }
}

function takePackages(app: string): void {
  const modules = join(app, 'node_modules');
  link(join(root, 'node_modules'), modules);
  // npm writes these in place, and would write into those of the folder under test.
  for (const name of ['.package-lock.json', '.parley-installed']) {
    rmSync(join(modules, name), { force: true });
    if (existsSync(join(root, 'node_modules', name)))
      cpSync(join(root, 'node_modules', name), join(modules, name));
  }
}

function takeBuild(app: string): void {
  cpSync(join(root, '.next'), join(app, '.next'), {
    recursive: true,
    filter: (path) => !path.startsWith(join(root, '.next', 'cache')),
  });
  cpSync(join(root, 'prisma', 'generated'), join(app, 'prisma', 'generated'), { recursive: true });
}
