import type { Json } from '#contract/open-api.ts';
import { apiWords } from './api-words.ts';
import { boundsText, isJson, typeText } from './type-text.ts';

export interface FieldFact {
  name: string;
  schema: Json;
  isRequired: boolean;
  /** Where it is sent; empty: where the list says. */
  where: string;
}

/** Fields by name, with their type and bounds. */
export function FieldList({ fields }: { fields: readonly FieldFact[] }) {
  return (
    <dl className="flex flex-col divide-y divide-border rounded-control border border-border bg-raised">
      {fields.map(({ name, schema, isRequired, where }) => (
        <div key={`${where} ${name}`} className="flex flex-col gap-x-4 px-3 py-2 sm:flex-row">
          <dt className="shrink-0 font-mono text-small font-semibold wrap-anywhere sm:w-44">{name}</dt>
          <dd className="min-w-0 text-small text-muted">
            <TypeName schema={schema} />
            {[boundsText(schema), where, isRequired ? apiWords.required : '']
              .filter((part) => part !== '')
              .map((part) => (
                <span key={part}> · {part}</span>
              ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A type in words, leading to the schema that it names. */
export function TypeName({ schema: described }: { schema: Json }) {
  const { text, schema } = typeText(described);
  if (schema === null) return <span className="text-text wrap-anywhere">{text}</span>;
  return (
    <a
      href={`#schema-${schema}`}
      className="font-semibold text-link underline underline-offset-2 wrap-anywhere pointer-coarse:inline-block pointer-coarse:py-3"
    >
      {text}
    </a>
  );
}

/** The fields of an object's schema; none for any other. */
export function fieldsIn(schema: Json, where = ''): FieldFact[] {
  const { properties, required } = schema;
  if (!isJson(properties)) return [];
  const needed: unknown[] = Array.isArray(required) && where !== '' ? required : [];
  return Object.entries(properties).flatMap(([name, field]) =>
    isJson(field) ? [{ name, schema: field, isRequired: needed.includes(name), where }] : [],
  );
}
