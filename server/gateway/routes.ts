import { z } from 'zod';
import { Refusal, refuseField } from '#contract/errors.ts';
import { type DomainOperationName, type Operation, operations } from '#contract/operations.ts';

interface Route {
  name: DomainOperationName;
  operation: Operation;
  /** The path in parts; a part in braces is a field of the input. */
  parts: string[];
  /** Fields that are numbers: a query can only spell them. */
  numbers: Set<string>;
}

const routes = new Map<string, Route[]>();
for (const [name, operation] of Object.entries<Operation>(operations)) {
  if (!operation.method) continue;
  const list = routes.get(operation.method) ?? [];
  list.push({
    name: name as DomainOperationName,
    operation,
    parts: operation.path.split('/').slice(1),
    numbers: new Set(
      Object.entries(
        z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }).properties ?? {},
      )
        .filter(([, schema]) => typeof schema === 'object' && schema.type === 'integer')
        .map(([field]) => field),
    ),
  });
  // A fixed part before a field: /users/me is not a person's id.
  list.sort((left, right) => left.parts.join('/').localeCompare(right.parts.join('/'), 'en'));
  routes.set(operation.method, list);
}
for (const list of routes.values())
  list.sort(
    (left, right) => Number(left.operation.path.includes('{')) - Number(right.operation.path.includes('{')),
  );

export interface Match {
  name: DomainOperationName;
  operation: Operation;
  /** The operation's whole input, from path, query and body. Not yet parsed. */
  input: (query: URLSearchParams, body: unknown) => Record<string, unknown>;
}

/** Finds the operation behind a method and a path below /api/v1. Throws `not_found` when there is none. */
export function matchRoute(method: string, path: string): Match {
  const given = path.split('/').slice(1);
  for (const route of routes.get(method) ?? []) {
    const fields = matchParts(route.parts, given);
    if (fields)
      return {
        name: route.name,
        operation: route.operation,
        input: (query, body) => inputOf(route, fields, query, body),
      };
  }
  throw new Refusal('not_found', 'There is no such call.');
}

function matchParts(parts: string[], given: string[]): Record<string, string> | null {
  if (parts.length !== given.length) return null;
  const fields: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith('{')) fields[part.slice(1, -1)] = decodePart(value);
    else if (part !== value) return null;
  }
  return fields;
}

function decodePart(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Refusal('invalid', 'The address is not valid.');
  }
}

function inputOf(route: Route, fields: Record<string, string>, query: URLSearchParams, body: unknown) {
  const input = emptyInput();
  if (route.operation.method !== 'GET') Object.assign(input, bodyInput(body));
  Object.assign(input, queryInput(query, route.numbers));
  for (const [field, value] of Object.entries(fields)) {
    if (Object.hasOwn(input, field)) throw refuseField(field, 'This is in the address already');
    input[field] = value;
  }
  return input;
}

function queryInput(query: URLSearchParams, numbers: Set<string>): Record<string, unknown> {
  const input = emptyInput();
  for (const [field, text] of query) {
    if (Object.hasOwn(input, field)) throw refuseField(field, 'This was given twice');
    input[field] = numbers.has(field) && /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
  }
  return input;
}

/** Without a prototype: a field called __proto__ is a field like any other, and unknown. */
function emptyInput(): Record<string, unknown> {
  return Object.create(null);
}

function bodyInput(body: unknown): Record<string, unknown> {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Refusal('invalid', 'The body must be a JSON object.');
  return { ...body };
}
