import { limits } from '#contract/limits.ts';
import type { DocumentedCall, Json, OpenApiDocument } from '#contract/open-api.ts';
import { operationNotes } from '#contract/operation-notes.ts';
import { type DomainOperationName, type Operation, operations } from '#contract/operations.ts';
import { release } from '#platform/release.ts';
import { eventPaths } from './open-api-events.ts';
import { filePaths } from './open-api-files.ts';
import { examples, failures, securitySchemes } from './open-api-parts.ts';
import { fieldsOf, schemaOf, sharedSchemas } from './open-api-schemas.ts';

const description = `Every call of the interface, made from the same table as the server's own routes.

Ids are UUIDs, times ISO 8601 in UTC. A list answers \`items\` and \`nextCursor\`: the cursor for the next page, null after the last. GETs carry an ETag and answer 304 to \`If-None-Match\`. What goes wrong is a problem document (RFC 9457) whose \`code\` says what it is; what one may not see is \`not_found\`. In a query a list is its key again and again. One answer holds up to ${limits.answerBytes / 1024} KiB, one request up to ${limits.requestBytes / 1024} KiB.`;

let made: OpenApiDocument | null = null;

/** The whole interface as an OpenAPI document, made when it is first asked for. */
export function openApi(): OpenApiDocument {
  made ??= makeDocument();
  return made;
}

function makeDocument(): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = { ...filePaths, ...eventPaths };
  const tags = new Set(['file', 'event']);
  for (const [name, operation] of Object.entries<Operation>(operations)) {
    if (!operation.method) continue;
    const call = documented(name as DomainOperationName, operation);
    for (const tag of call.tags) tags.add(tag);
    const methods = paths[operation.path] ?? {};
    methods[operation.method.toLowerCase()] = call;
    paths[operation.path] = methods;
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Parley', version: release, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/api/v1' }],
    tags: [...tags].map((name) => ({ name })),
    paths,
    components: { schemas: sharedSchemas(), responses: failures, securitySchemes },
  };
}

/** `conversation:list` is called conversationList by the clients that generators write. */
function idOf(name: string): string {
  return name.replace(/:(\w)/, (_, letter: string) => letter.toUpperCase());
}

function documented(name: DomainOperationName, operation: Operation): DocumentedCall {
  const [access, summary] = operationNotes[name];
  const { fields, required } = fieldsOf(operation.input);
  const isInPath = ([field]: [string, unknown]) => operation.path.includes(`{${field}}`);
  const isQuery = operation.method === 'GET';
  const parameters = fields
    .filter((field) => isInPath(field) || isQuery)
    .map((field) => parameterOf(field, isInPath(field), required));
  const body = isQuery ? [] : fields.filter((field) => !isInPath(field));
  return {
    operationId: idOf(name),
    summary,
    tags: [name.split(':', 1)[0] ?? name],
    security: securityOf(access),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body.length > 0 ? { requestBody: bodyOf(body, required, examples[name]) } : {}),
    responses: responsesOf(operation, access === 'anyone'),
  };
}

function parameterOf([name, schema]: [string, Json], isInPath: boolean, required: ReadonlySet<string>): Json {
  if (isInPath) return { name, in: 'path', required: true, schema };
  return { name, in: 'query', ...(required.has(name) ? { required: true } : {}), schema };
}

function bodyOf(fields: [string, Json][], required: ReadonlySet<string>, example: Json | undefined): Json {
  const needed = fields.map(([name]) => name).filter((name) => required.has(name));
  const schema = {
    type: 'object',
    properties: Object.fromEntries(fields),
    ...(needed.length > 0 ? { required: needed } : {}),
    additionalProperties: false,
  };
  return {
    ...(needed.length > 0 ? { required: true } : {}),
    content: { 'application/json': { schema, ...(example ? { example } : {}) } },
  };
}

/** A token's scopes stand beside its scheme, as OpenAPI 3.1 allows for every scheme. */
function securityOf(access: (typeof operationNotes)[DomainOperationName][0]): Record<string, string[]>[] {
  if (access === 'anyone') return [{}];
  if (access === 'session') return [{ session: [] }];
  return [{ session: [] }, { token: [access] }];
}

function responsesOf({ method, output, status }: Operation, isOpen: boolean): Record<string, Json> {
  const content = { 'application/json': { schema: schemaOf(output, 'output') } };
  const etag = { ETag: { description: 'For If-None-Match.', schema: { type: 'string' } } };
  const answered =
    method === 'GET'
      ? {
          200: { description: 'The answer.', headers: etag, content },
          304: { description: 'As If-None-Match knows it.' },
        }
      : { 200: { description: status ? 'It was there already.' : 'Done.', content } };
  const created = status ? { 201: { description: 'Something new came into being.', content } } : {};
  const refused = Object.keys(failures).filter((code) => !(isOpen && code === '401'));
  return {
    ...answered,
    ...created,
    ...Object.fromEntries(refused.map((code) => [code, { $ref: `#/components/responses/${code}` }])),
  };
}
