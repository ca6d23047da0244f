import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { validate } from 'dockerfile-utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { Visitor } from '#e2e/support/visitor.ts';
import { freePort } from '#platform/free-port.ts';
import { ensureInstalled } from '#scripts/system-packages.ts';
import { createTemporaryFolder } from '#scripts/temporary-database.ts';
import { root } from '#scripts/tool.ts';
import { carryOut, type Image } from './image.ts';

// What is in deploy/ and can be checked where no container, no systemd and no cluster runs.

const text = (path: string) => readFileSync(join(root, path), 'utf8');
const settings = new Set([...text('.env.example').matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name));
/** Who starts what root has made: nobody in particular. Not root: the user of the tests. */
const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

describe('the image', () => {
  let folder: string;
  let image: Image;
  let server: ChildProcess | null = null;
  let url: string;
  let env: NodeJS.ProcessEnv;
  let said = '';

  beforeAll(async () => {
    folder = await createTemporaryFolder();
    const owner = `${process.getuid?.() === 0 ? 65_534 : process.getuid?.()}:${process.getuid?.() === 0 ? 65_534 : process.getgid?.()}`;
    image = carryOut(text('deploy/Dockerfile'), folder, owner);
    // What stands beside the image must not be what it runs with.
    rmSync(join(folder, 'build'), { recursive: true });
    for (const path of ['image', 'image/app']) chmodSync(join(folder, path), 0o755);
    const port = String(await freePort());
    url = `http://localhost:${port}`;
    env = {
      ...image.env,
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      PORT: port,
      DATA_DIR: join(image.folder, 'data'),
    };
    const [, ...args] = image.command;
    const started = spawn(process.execPath, args, { cwd: join(image.folder, 'app'), env, ...account });
    server = started;
    for (const stream of [started.stdout, started.stderr])
      stream?.setEncoding('utf8').on('data', (part: string) => {
        said += part;
      });
    const until = Date.now() + 60_000;
    while (!said.includes('Parley is ready') && started.exitCode === null && Date.now() < until)
      await delay(50);
    if (!said.includes('Parley is ready')) throw new Error(`The image does not start:\n${said}`);
  }, 180_000);
  afterAll(async () => {
    if (server?.exitCode === null) {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  test('comes from a Dockerfile that a linter has nothing to say about', () => {
    expect(validate(text('deploy/Dockerfile')).map(({ message }) => message)).toEqual([]);
    expect(validate('FROM node\nCOPPY . .')).not.toEqual([]);
  });

  test('serves pages and files, signs people in and keeps what they write', async () => {
    const page = await (await fetch(`${url}/sign-in`)).text();
    const [file] = /\/_next\/static\/[^"]+\.css/.exec(page) ?? [];
    expect((await fetch(url + file)).status).toBe(200);
    const visitor = new Visitor(url);
    const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };
    await visitor.signUp(ada);
    await visitor.signIn(ada);
    const general = await visitor.conversation('general');
    await visitor.send(general, 'From an image');
    expect(await visitor.text(`/c/${general.id}`)).toContain('From an image');
  });

  test('is well by its own health check, and by the probes of Kubernetes', async () => {
    const [, ...args] = image.healthCheck;
    expect(spawnSync(process.execPath, args, { env }).status).toBe(0);
    const elsewhere = { ...env, PORT: String(await freePort()) };
    expect(spawnSync(process.execPath, args, { env: elsewhere }).status).toBe(1);
    for (const path of text('deploy/kubernetes/parley.yaml').matchAll(/path: (\/\w+), port: http/g))
      expect((await fetch(url + path[1])).status, path[1]).toBe(200);
  });

  test('holds what running needs and no more', () => {
    const app = join(image.folder, 'app');
    const packages = ['prisma', 'node', 'vitest', 'playwright', '@biomejs/biome', 'tailwindcss'];
    expect(packages.filter((name) => existsSync(join(app, 'node_modules', name)))).toEqual([]);
    expect(
      ['e2e', 'docs', '.git', '.env', '.next/cache'].filter((path) => existsSync(join(app, path))),
    ).toEqual([]);
  });

  test('writes nothing but its data, and ends when it is told to', async () => {
    // Nobody in particular cannot change what root has made, as in a root file system that is only read.
    const changed = execFileSync('find', [join(image.folder, 'app'), '-user', '65534']).toString();
    if (process.getuid?.() === 0) expect(changed).toBe('');
    if (!server) throw new Error('The image did not start');
    server.kill('SIGTERM');
    const [code] = await once(server, 'exit');
    expect([code, said.includes('ERR')], said).toEqual([0, false]);
  });
});

const service = z.looseObject({
  image: z.string().optional(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  depends_on: z
    .union([z.array(z.string()), z.record(z.string(), z.object({ condition: z.string() }))])
    .default([]),
  healthcheck: z.unknown().optional(),
});

test('compose.yaml names only what is there', () => {
  const compose = z
    .strictObject({
      name: z.string(),
      'x-parley': z.unknown(),
      services: z.record(z.string(), service),
      networks: z.record(z.string(), z.unknown()),
      volumes: z.record(z.string(), z.unknown()),
    })
    .parse(parse(text('deploy/compose.yaml'), { merge: true }));
  expect(Object.keys(compose.services)).toEqual(['parley1', 'parley2', 'postgres', 'redis', 'caddy']);
  for (const [name, one] of Object.entries(compose.services)) {
    expect(one.image ?? one.build, name).toBeDefined();
    if (one.build)
      expect(existsSync(join(root, 'deploy', one.build.context, one.build.dockerfile)), name).toBe(true);
    for (const network of one.networks) expect(compose.networks).toHaveProperty(network);
    for (const volume of one.volumes) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) expect(existsSync(join(root, 'deploy', source)), volume).toBe(true);
      else expect(compose.volumes).toHaveProperty(source);
    }
    const needed = Array.isArray(one.depends_on) ? one.depends_on : Object.keys(one.depends_on);
    for (const other of needed) expect(compose.services).toHaveProperty(other);
    if (!Array.isArray(one.depends_on))
      for (const other of needed) expect(compose.services[other]?.healthcheck, other).toBeDefined();
  }
  const { parley1, caddy } = compose.services;
  expect(Object.keys(parley1?.environment ?? {}).filter((key) => !settings.has(key))).toEqual([]);
  for (const key of Object.keys(caddy?.environment ?? {}))
    expect(text('deploy/Caddyfile')).toContain(`{$${key}:`);
  const asked = [...text('deploy/compose.yaml').matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name]) => name);
  for (const name of asked) expect(text('deploy/compose.env.example')).toMatch(new RegExp(`^${name}=`, 'm'));
});

const metadata = z.object({ name: z.string(), labels: z.record(z.string(), z.string()) });
const manifest = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata,
  spec: z.unknown().optional(),
  data: z.unknown().optional(),
});
const deployment = z.object({
  selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
  template: z.object({
    metadata: metadata.pick({ labels: true }),
    spec: z.object({
      containers: z.array(
        z.object({
          ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
          volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
        }),
      ),
      volumes: z.array(z.looseObject({ name: z.string() })),
    }),
  }),
});
const ports = z.array(z.object({ name: z.string(), targetPort: z.string() }));
const backend = z.object({ name: z.string(), port: z.object({ name: z.string() }) });
const rules = z.array(
  z.object({ http: z.object({ paths: z.array(z.object({ backend: z.object({ service: backend }) })) }) }),
);

test('the manifests of Kubernetes fit each other', () => {
  const manifests = ['parley', 'ingress']
    .flatMap((name) => parseAllDocuments(text(`deploy/kubernetes/${name}.yaml`)))
    .map((document) => {
      expect(document.errors).toEqual([]);
      return manifest.parse(document.toJS());
    });
  const only = (kind: string) => manifests.find((one) => one.kind === kind);
  const { selector, template } = deployment.parse(only('Deployment')?.spec);
  expect(template.metadata.labels).toMatchObject(selector.matchLabels);
  const [container] = template.spec.containers;
  const volumes = template.spec.volumes.map(({ name }) => name);
  expect(container?.volumeMounts.map(({ name }) => name)).toEqual(volumes);
  const to = z.object({ selector: z.record(z.string(), z.string()), ports }).parse(only('Service')?.spec);
  expect(template.metadata.labels).toMatchObject(to.selector);
  expect(container?.ports.map(({ name }) => name)).toEqual(to.ports.map(({ targetPort }) => targetPort));
  const [rule] = z.object({ rules }).parse(only('Ingress')?.spec).rules;
  const target = rule?.http.paths[0]?.backend.service;
  expect([target?.name, target?.port.name]).toEqual([only('Service')?.metadata.name, to.ports[0]?.name]);
  const data = z.record(z.string(), z.string()).parse(only('ConfigMap')?.data);
  expect(Object.keys(data).filter((key) => !settings.has(key))).toEqual([]);
});

test('the systemd unit is sound, and starts what the image starts', async () => {
  ensureInstalled(['systemd-analyze']);
  const unit = text('deploy/parley.service');
  expect(unit).toContain('\nExecStart=/opt/parley/node_modules/.bin/node server.ts\n');
  expect(text('deploy/Dockerfile')).toContain('\nCMD ["node", "server.ts"]\n');
  const folder = await createTemporaryFolder();
  const analyze = (...args: string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  const verify = (content: string) => {
    const file = join(folder, 'parley.service');
    writeFileSync(file, content.replaceAll('/opt/parley', root));
    const { status, stderr } = analyze('verify', '--man=no', file);
    return { status, stderr };
  };
  expect(verify(unit)).toEqual({ status: 0, stderr: '' });
  expect(verify(unit.replace('ProtectHome=yes', 'ProtectHome=perhaps')).stderr).toContain(
    'protect home value',
  );
  // 20 of 100: what a service with a network of its own can hardly do without.
  const exposure = analyze('security', '--offline=yes', '--threshold=20', join(folder, 'parley.service'));
  expect(exposure.status, exposure.stdout).toBe(0);
  rmSync(folder, { recursive: true });
});
