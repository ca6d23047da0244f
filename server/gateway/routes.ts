import { z } from 'zod';
import { Refusal, refuseField } from '#contract/errors.ts';
import { type DomainOperationName, type Operation, operations } from '#contract/operations.ts';

interface Route {
  name: DomainOperationName;
  operation: Operation;
  /** The path in parts; a part in braces is a field of the input. */
  parts: string[];
}

/** By method and number of parts. */
const routes = new Map<string, Route[]>();
for (const [name, operation] of Object.entries<Operation>(operations)) {
  if (!operation.method) continue;
  const parts = operation.path.split('/').slice(1);
  const key = `${operation.method} ${parts.length}`;
  const list = routes.get(key) ?? [];
  list.push({ name: name as DomainOperationName, operation, parts });
  routes.set(key, list);
}
// An address without fields goes first: /users/me is not a user's id.
for (const list of routes.values())
  list.sort(
    (left, right) => Number(left.operation.path.includes('{')) - Number(right.operation.path.includes('{')),
  );

export interface Match {
  name: DomainOperationName;
  operation: Operation;
  /** What stands in the path. Not yet parsed. */
  fields: Readonly<Record<string, string>>;
  /** The operation's whole input, from path, query and body. Not yet parsed. */
  input: (query: URLSearchParams, body: unknown) => Record<string, unknown>;
}

/** Finds the operation behind a method and a path below /api/v1. Throws `not_found` when there is none. */
export function matchRoute(method: string, path: string): Match {
  const given = path.split('/').slice(1);
  const route = routes.get(`${method} ${given.length}`)?.find(({ parts }) => isMatch(parts, given));
  if (!route) throw new Refusal('not_found', 'There is no such call.');
  const fields = fieldsOf(route.parts, given);
  return {
    name: route.name,
    operation: route.operation,
    fields,
    input: (query, body) => inputOf(route, fields, query, body),
  };
}

function isMatch(parts: string[], given: string[]): boolean {
  return parts.every((part, index) => part.startsWith('{') || part === given[index]);
}

function fieldsOf(parts: string[], given: string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [index, part] of parts.entries())
    if (part.startsWith('{')) fields[part.slice(1, -1)] = decodePart(given[index] ?? '');
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
  Object.assign(input, queryInput(query, route.operation.input));
  for (const [field, value] of Object.entries(fields)) {
    if (Object.hasOwn(input, field)) throw refuseField(field, 'This is in the address already');
    input[field] = value;
  }
  return input;
}

/** A query's fields as the schema wants them, where their text spells that; whatever else stays text. */
function queryInput(query: URLSearchParams, schema: z.ZodObject): Record<string, unknown> {
  const input = emptyInput();
  for (const [field, text] of query) {
    const wanted = Object.hasOwn(schema.shape, field) ? schema.shape[field] : undefined;
    const element = elementOf(wanted);
    if (element) listIn(input, field).push(...itemsIn(text, element));
    else if (Object.hasOwn(input, field)) throw refuseField(field, 'This was given twice');
    else input[field] = wanted ? fromText(text, wanted) : text;
  }
  return input;
}

/** The list that a field holds, to be added to; an empty one at first. */
function listIn(input: Record<string, unknown>, field: string): unknown[] {
  const known = input[field];
  if (Array.isArray(known)) return known;
  const list: unknown[] = [];
  input[field] = list;
  return list;
}

/** What one key of a query adds to a list: one item, or several between commas where no item holds one; `ids=` adds none. */
function itemsIn(text: string, element: z.core.$ZodType): unknown[] {
  if (isTaken(element, ',')) return [fromText(text, element)];
  return text === '' ? [] : text.split(',').map((item) => fromText(item, element));
}

/** What zod keeps of a schema, as far as it matters here. */
interface Definition {
  type: string;
  /** Of what may be absent, null, or has a default. */
  innerType?: z.core.$ZodType;
  /** Of what is changed after it was looked at. */
  in?: z.core.$ZodType;
  element?: z.core.$ZodType;
  options?: readonly z.core.$ZodType[];
  values?: readonly unknown[];
}

/** The schema of a list's items, whatever is wrapped around the list; null where it is none. */
function elementOf(schema: z.core.$ZodType | undefined): z.core.$ZodType | null {
  if (!schema) return null;
  const def: Definition = schema._zod.def;
  return def.element ?? elementOf(def.innerType ?? def.in);
}

/** The value that a text spells for a schema; the text itself where it spells none. */
function fromText(text: string, schema: z.core.$ZodType): unknown {
  const { type, innerType, in: input, options, values }: Definition = schema._zod.def;
  if (type === 'nullable' && text === 'null' && innerType && !isTaken(innerType, text)) return null;
  const inner = innerType ?? input;
  if (inner) return fromText(text, inner);
  if (options) {
    const spelled = options.map((option) => fromText(text, option));
    return spelled.find((value) => isTaken(schema, value)) ?? text;
  }
  if (values) return values.find((value) => String(value) === text) ?? text;
  if (type === 'number' && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function isTaken(schema: z.core.$ZodType, value: unknown): boolean {
  return z.core.safeParse(schema, value).success;
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
