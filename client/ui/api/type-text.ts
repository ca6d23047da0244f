import type { Json } from '#contract/open-api.ts';
import { apiWords } from './api-words.ts';

/** What a type is in words, and the name of the schema that it refers to. */
export interface TypeText {
  text: string;
  schema: string | null;
}

const formats: Record<string, string> = { uuid: 'UUID', 'date-time': 'time' };

/** The type that a JSON Schema stands for, in a few words. */
export function typeText(schema: Json): TypeText {
  const { $ref, anyOf, type, items } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.split('/').at(-1) ?? '';
    return { text: name, schema: name };
  }
  if (Array.isArray(anyOf)) return joined(anyOf.filter(isJson).map(typeText));
  if (Array.isArray(type)) return joined(type.map((each) => typeText({ ...schema, type: each })));
  if (type === 'array' && isJson(items)) {
    const item = typeText(items);
    return { ...item, text: apiWords.list(item.text) };
  }
  return { text: plainText(schema), schema: null };
}

function joined(parts: TypeText[]): TypeText {
  return {
    text: parts.map(({ text }) => text).join(apiWords.either),
    schema: parts.find(({ schema }) => schema !== null)?.schema ?? null,
  };
}

function plainText({ type, format, enum: values, const: value }: Json): string {
  if (Array.isArray(values)) return values.map((each) => JSON.stringify(each)).join(apiWords.either);
  if (value !== undefined) return JSON.stringify(value);
  if (typeof format === 'string') return formats[format] ?? format;
  return typeof type === 'string' ? type : apiWords.anything;
}

/** What bounds a value, in words; empty: nothing does. */
export function boundsText({ minimum, maximum, maxLength, maxItems, default: otherwise }: Json): string {
  return [
    minimum === undefined || minimum === 0 ? null : apiWords.atLeast(minimum),
    maximum === undefined || maximum === 2_147_483_647 ? null : apiWords.atMost(maximum),
    maxLength === undefined ? null : apiWords.atMost(maxLength),
    maxItems === undefined ? null : apiWords.items(maxItems),
    otherwise === undefined ? null : apiWords.otherwise(JSON.stringify(otherwise)),
  ]
    .filter((part) => part !== null)
    .join(', ');
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
