import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type * as Engine from '@prisma/schema-engine-wasm/schema_engine_bg';

let loading: Promise<typeof Engine> | undefined;

/** Its JavaScript half is one for the whole process, so its WebAssembly half must be, too. */
async function load(): Promise<typeof Engine> {
  const engine = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const module = await WebAssembly.compile(await readFile(script.replace(/\.js$/, '.wasm')));
  // The engine's own time limits (10 s) would keep a process alive that has nothing else to do.
  const setTimeoutNames = Object.keys(engine).filter((name) => name.startsWith('__wbg_setTimeout_'));
  const unreferenced = (run: () => void, ms: number) => setTimeout(run, ms).unref();
  const { exports } = await WebAssembly.instantiate(module, {
    './schema_engine_bg.js': {
      ...engine,
      ...Object.fromEntries(setTimeoutNames.map((name) => [name, unreferenced])),
    },
  });
  engine.__wbg_set_wasm(exports);
  const start = exports.__wbindgen_start;
  if (typeof start === 'function') start();
  return engine;
}

/**
 * Prisma Migrate's own engine, as WebAssembly from node_modules: nothing is downloaded.
 *
 * `schema` is the text of schema.prisma, for the operations that need it. The caller frees the engine.
 */
export async function openSchemaEngine(
  factory: SqlMigrationAwareDriverAdapterFactory,
  schema?: string,
): Promise<Engine.SchemaEngine> {
  loading ??= load();
  const engine = await loading;
  return engine.SchemaEngine.new(
    { datamodels: schema === undefined ? undefined : [['schema.prisma', schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}
