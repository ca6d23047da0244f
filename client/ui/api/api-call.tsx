import type { ReactNode } from 'react';
import type { DocumentedCall, Json } from '#contract/open-api.ts';
import { apiWords } from './api-words.ts';
import { type FieldFact, FieldList, fieldsIn, TypeName } from './field-list.tsx';
import { isJson } from './type-text.ts';

/** One call with its address, as the page lists it. */
export interface ApiCallFacts {
  method: string;
  path: string;
  call: DocumentedCall;
}

/** A call: how it is asked, who may ask, what it takes and answers. */
export function ApiCall({ method, path, call }: ApiCallFacts) {
  const takes = [...parametersOf(call), ...fieldsIn(jsonAt(call.requestBody), apiWords.inBody)];
  const answer = jsonAt(call.responses['200']);
  const fields = fieldsIn(answer);
  return (
    <article id={call.operationId} className="flex scroll-mt-4 flex-col gap-3 border-t border-border py-6">
      <h3 className="flex flex-wrap items-baseline gap-x-2.5 font-mono text-small font-semibold">
        <span className="rounded-control bg-strong px-1.5 py-0.5">{method.toUpperCase()}</span>
        <span className="wrap-anywhere">{path}</span>
      </h3>
      <p>
        {call.summary} <span className="text-small text-muted">{accessOf(call)}</span>
      </p>
      {takes.length > 0 && (
        <Part title={apiWords.takes}>
          <FieldList fields={takes} />
        </Part>
      )}
      <Part title={apiWords.answers}>
        {fields.length > 0 ? (
          <FieldList fields={fields} />
        ) : (
          <p className="text-small text-muted">
            {answer.type === 'null' ? apiWords.nothing : <TypeName schema={answer} />}
          </p>
        )}
      </Part>
    </article>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <h4 className="text-small font-semibold text-muted">{title}</h4>
      {children}
    </div>
  );
}

function accessOf({ security }: DocumentedCall): string {
  const scopes = security.flatMap((way) => way['token'] ?? []);
  if (scopes.length > 0) return apiWords.scope(scopes.join(', '));
  return security.some((way) => 'session' in way) ? apiWords.signedIn : apiWords.anyone;
}

function parametersOf({ parameters = [] }: DocumentedCall): FieldFact[] {
  return parameters.map(({ name, schema, required, in: place }) => ({
    name: String(name),
    schema: isJson(schema) ? schema : {},
    isRequired: required === true,
    where: place === 'path' ? apiWords.inPath : apiWords.inQuery,
  }));
}

/** The schema of the JSON in a request's body or an answer; empty without one. */
function jsonAt(part: Json | undefined): Json {
  const content = part?.['content'];
  const json = isJson(content) ? content['application/json'] : null;
  const schema = isJson(json) ? json['schema'] : null;
  return isJson(schema) ? schema : {};
}
