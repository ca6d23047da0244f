import type { OpenApiDocument } from '#contract/open-api.ts';
import { buttonLook } from '#ui/parts/button-look.ts';
import { inputLook } from '#ui/parts/field-look.ts';
import { ApiCall, type ApiCallFacts } from './api-call.tsx';
import { ApiStart } from './api-start.tsx';
import { apiWords } from './api-words.ts';
import { FieldList, fieldsIn, TypeName } from './field-list.tsx';

interface ApiPageProps {
  document: OpenApiDocument;
  /** What is looked for; empty: everything is shown. */
  q: string;
  /** Where this server is reached, such as https://chat.example.com. */
  origin: string;
}

/** The interface for programs: every call, what it takes, and what it answers. It works without scripts. */
export function ApiPage({ document, q, origin }: ApiPageProps) {
  const calls = callsIn(document);
  const found = calls.filter((facts) => isFound(facts, q));
  const groups = Map.groupBy(found, ({ call }) => call.tags[0] ?? '');
  return (
    <main className="mx-auto flex w-full max-w-[68rem] gap-10 px-4 py-8 md:px-8">
      <nav
        aria-label={apiWords.groups}
        className="sticky top-8 hidden max-h-[calc(100dvh-4rem)] w-44 shrink-0 self-start overflow-y-auto md:block"
      >
        <ul className="flex flex-col gap-px">
          {[...groups.keys()].map((name) => (
            <li key={name}>
              <a
                href={`#${name}-calls`}
                className="block rounded-control px-2 py-1 text-muted hover:bg-hover hover:text-text"
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex min-w-0 flex-1 flex-col gap-6">
        <header className="flex flex-col gap-1">
          <p className="text-small text-muted">
            <a href="/" className="font-semibold text-link underline underline-offset-2">
              {apiWords.product}
            </a>{' '}
            {document.info.version}
          </p>
          <h1 className="text-title font-semibold">{apiWords.title}</h1>
          <p className="text-muted">
            {apiWords.lead(calls.length)}{' '}
            <a href="/api/v1/openapi.json" className="font-semibold text-link underline underline-offset-2">
              {apiWords.document}
            </a>
          </p>
        </header>
        <Search q={q} />
        {q === '' ? (
          <ApiStart origin={origin} />
        ) : (
          <p role="status" className="text-muted">
            {apiWords.found(found.length, q)}{' '}
            <a href="/docs/api" className="font-semibold text-link underline underline-offset-2">
              {apiWords.all}
            </a>
          </p>
        )}
        {[...groups].map(([name, group]) => (
          <section key={name} aria-labelledby={`${name}-calls`}>
            <h2 id={`${name}-calls`} className="scroll-mt-4 pb-3 text-[1.0625rem] leading-6 font-semibold">
              {name}
            </h2>
            {group.map((facts) => (
              <ApiCall key={facts.call.operationId} {...facts} />
            ))}
          </section>
        ))}
        <Schemas document={document} />
      </div>
    </main>
  );
}

function Search({ q }: { q: string }) {
  return (
    <search>
      <form action="/docs/api" className="flex items-end gap-2">
        <label className="flex min-w-0 flex-1 flex-col gap-1.5">
          <span className="text-small font-semibold">{apiWords.find}</span>
          <input
            type="search"
            name="q"
            defaultValue={q}
            maxLength={100}
            className={`${inputLook} border-border-strong`}
          />
        </label>
        <button type="submit" className={buttonLook({})}>
          {apiWords.search}
        </button>
      </form>
    </search>
  );
}

/** What answers are made of, named once. */
function Schemas({ document: { components } }: Pick<ApiPageProps, 'document'>) {
  return (
    <section aria-labelledby="schemas" className="flex flex-col gap-6">
      <h2 id="schemas" className="text-[1.0625rem] leading-6 font-semibold">
        {apiWords.schemas}
      </h2>
      {Object.entries(components.schemas).map(([name, schema]) => {
        const fields = fieldsIn(schema);
        return (
          <div key={name} id={`schema-${name}`} className="flex scroll-mt-4 flex-col gap-2">
            <h3 className="font-semibold">{name}</h3>
            {fields.length > 0 ? <FieldList fields={fields} /> : <TypeName schema={schema} />}
          </div>
        );
      })}
    </section>
  );
}

function callsIn({ paths }: OpenApiDocument): ApiCallFacts[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({ method, path, call })),
  );
}

/** Whether every word that is looked for stands in a call's address, name or summary. */
function isFound({ method, path, call }: ApiCallFacts, q: string): boolean {
  const text = `${method} ${path} ${call.operationId} ${call.summary} ${call.tags.join(' ')}`.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
