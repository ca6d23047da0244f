import { type Operation, type OperationName, operations } from '#contract/operations.ts';
import { fieldsOf } from './operation-inputs.ts';

export interface OperationRequest {
  method: string;
  path: string;
  body?: string;
}

/** In bytes; Node takes 16 KiB for the request line and all headers together. */
const longestPath = 8 * 1024;

/**
 * A call's input as a REST request that says exactly the same: fields of the path, then the query of a GET or the
 * body of the others. Null where HTTP has no way to say it: a number where text is due, a field without a value, a
 * path that is too long.
 */
export function requestFor(name: OperationName, input: unknown): OperationRequest | null {
  const request = wholeRequestFor(name, input);
  return request && request.path.length <= longestPath ? request : null;
}

function wholeRequestFor(name: OperationName, input: unknown): OperationRequest | null {
  const operation: Operation = operations[name];
  if (!operation.method) return null;
  if (!isRecord(input)) {
    const saysAll = operation.method !== 'GET' && !operation.path.includes('{');
    return saysAll
      ? { method: operation.method, path: `/api/v1${operation.path}`, body: JSON.stringify(input) }
      : null;
  }
  const rest = new Map(Object.entries(input));
  const path = pathFor(operation.path, rest);
  if (path === null) return null;
  if (operation.method !== 'GET')
    return {
      method: operation.method,
      path,
      ...(rest.size > 0 ? { body: JSON.stringify(Object.fromEntries(rest)) } : {}),
    };
  const query = queryFor(name, rest);
  return query === null ? null : { method: operation.method, path: `${path}${query}` };
}

function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

/** Takes the path's fields out of `rest`. */
function pathFor(template: string, rest: Map<string, unknown>): string | null {
  let isSayable = true;
  const path = template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = rest.get(key);
    rest.delete(key);
    // Dots alone are a step in the path, "me" another operation, nothing another path.
    const isStep = (part: string) => part === '.' || part === '..';
    const isSaid = typeof value === 'string' && value.isWellFormed() && value !== '' && value !== 'me';
    if (isSaid && !value.split('/').some(isStep)) return encodeURIComponent(value);
    isSayable = false;
    return '';
  });
  return isSayable ? `/api/v1${path}` : null;
}

function queryFor(name: OperationName, rest: Map<string, unknown>): string | null {
  const { properties } = fieldsOf(name);
  const query = new URLSearchParams();
  for (const [key, value] of rest) {
    const texts = queryTexts(value, isNumber(properties[key]), isList(properties[key]));
    if (!(texts && key.isWellFormed())) return null;
    for (const text of texts) query.append(key, text);
  }
  return query.size > 0 ? `?${query}` : '';
}

function queryTexts(value: unknown, isNumberDue: boolean, isListDue: boolean): string[] | null {
  if (isListDue) {
    const isSayable = Array.isArray(value) && value.length > 0;
    return isSayable && value.every((item) => typeof item === 'string' && /^[\w-]+$/.test(item))
      ? value
      : null;
  }
  if (isNumberDue) {
    const isPlain = typeof value === 'number' && /^-?\d{1,15}$/.test(String(value));
    return isPlain ? [String(value)] : null;
  }
  return typeof value === 'string' && value.isWellFormed() ? [value] : null;
}

function isNumber(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'integer';
}

function isList(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'array';
}
