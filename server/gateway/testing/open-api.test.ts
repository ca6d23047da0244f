import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { OpenApiDocument } from '#contract/open-api.ts';
import { type DomainOperationName, operations } from '#contract/operations.ts';
import { openApi } from '#gateway/open-api.ts';
import { examples } from '#gateway/open-api-parts.ts';
import { casesOf } from './cases.ts';
import { prepareFactors, roomInPeriod } from './factors.ts';
import { ask, requestOf } from './http.ts';
import { startTestServer, type TestServer } from './server.ts';
import { createWorld, type World } from './world.ts';

let server: TestServer;
let world: World;
let document: OpenApiDocument;

beforeAll(async () => {
  server = await startTestServer();
  const people = await createWorld(server.url);
  world = { ...people, factors: await prepareFactors(people, server.url) };
  document = (await ask(server.url, 'GET', '/api/v1/openapi.json')).body as OpenApiDocument;
});
afterAll(() => server.close());

const names = (Object.keys(operations) as (keyof typeof operations)[]).filter(
  (name): name is DomainOperationName => operations[name].method !== null,
);

test('the document is there for everybody, keeps its tag, and is a valid one', async () => {
  const answer = await ask(server.url, 'GET', '/api/v1/openapi.json');
  expect(answer).toMatchObject({ status: 200, body: openApi() });
  const tag = answer.headers.get('etag') ?? '';
  const again = await ask(server.url, 'GET', '/api/v1/openapi.json', { headers: { 'If-None-Match': tag } });
  expect(again.status).toBe(304);
  const validator = new Validator();
  expect(await validator.validate(JSON.parse(answer.text))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  // What names something that is not there would still be valid.
  for (const [, path = ''] of answer.text.matchAll(/"\$ref":"#\/([^"]+)"/g))
    expect(
      path.split('/').reduce<unknown>((part, key) => Object(part)[key], document),
      path,
    ).toBeDefined();
});

test('every call is in it once', () => {
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
  // Files and the stream of events are served beside the table.
  expect(ids).toHaveLength(names.length + 3);
});

test('its examples are good input', () => {
  for (const [name, example] of Object.entries(examples)) {
    const { input, path } = operations[name as DomainOperationName];
    const fields = [...path.matchAll(/\{(\w+)\}/g)].map(([, field]) => [field ?? '', crypto.randomUUID()]);
    expect(input.safeParse({ ...Object.fromEntries(fields), ...example }).error, name).toBeUndefined();
  }
});

test('every call answers as it says, in status and body, whether it does or refuses', async () => {
  const schemas = new Map<string, z.ZodType>();
  /** The schema of an answer's body, made from the document alone. */
  const schemaAt = (path: string, method: string, status: number, type: string): z.ZodType => {
    const response = resolved(document.paths[path]?.[method]?.responses[status]);
    const documented = Object(response).content?.[type]?.schema;
    if (!documented) throw new Error(`${method} ${path} does not say that it answers ${status} with ${type}`);
    const key = JSON.stringify(documented);
    const schema = schemas.get(key) ?? z.fromJSONSchema(withShared(documented));
    schemas.set(key, schema);
    return schema;
  };
  for (const name of names) {
    const operation = operations[name];
    // Its codes and those of the names that follow it belong together.
    if (name === 'totp:confirm') await roomInPeriod();
    // Refusals are made in one place: some of them stand for the rest.
    const some = casesOf(name).filter(
      ({ expect, title }) => typeof expect === 'number' || /unknown|nobody/.test(title),
    );
    for (const { title, as, input } of some) {
      const { method, path, body } = { body: undefined, ...requestOf(name, input(world)) };
      const headers = as ? world[as].headers : {};
      const answer = await ask(server.url, method, path, { headers, body });
      const type = (answer.headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
      const schema = schemaAt(operation.path, method.toLowerCase(), answer.status, type);
      expect(schema.safeParse(answer.body).error, `${name}: ${title}`).toBeUndefined();
    }
  }
});

/** A part of the document, or what it refers to. */
function resolved(part: unknown): unknown {
  const reference: unknown = Object(part).$ref;
  if (typeof reference !== 'string') return part;
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((inner, key) => Object(inner)[key], document);
}

/** A schema of the document with all that it names, for a reader of one schema. */
function withShared(schema: unknown): Parameters<typeof z.fromJSONSchema>[0] {
  const $defs: Record<string, unknown> = {};
  const collect = (part: unknown) => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (name in $defs) continue;
      $defs[name] = document.components.schemas[name];
      collect($defs[name]);
    }
  };
  collect(schema);
  const text = JSON.stringify({ ...Object(schema), $defs });
  return JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/'));
}
