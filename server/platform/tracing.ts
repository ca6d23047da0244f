import type { Config } from './config.ts';

/** What a span says beside its name: names from the code, never what people wrote, nor who they are. */
export type SpanFacts = Record<string, string | number>;

export interface Tracer {
  /** Runs work in a span below the one that is running; a rejection marks it as failed, by the error's name or code. */
  inSpan<Result>(name: string, facts: SpanFacts, work: () => Promise<Result>): Promise<Result>;
  /** Sends what was not sent yet; within 3 seconds. */
  close(): Promise<void>;
}

let tracer: Tracer | null = null;

/** Runs work in a span where tracing is on, and just runs it where not. */
export function inSpan<Result>(
  name: string,
  facts: SpanFacts,
  work: () => Promise<Result>,
): Promise<Result> {
  return tracer ? tracer.inSpan(name, facts, work) : work();
}

/**
 * Starts tracing if OTEL_EXPORTER_OTLP_ENDPOINT says where to: OpenTelemetry is not even loaded otherwise. Gives the end
 * of it.
 */
export async function startTracing(config: Pick<Config, 'traces'>): Promise<() => Promise<void>> {
  if (!config.traces) return async () => undefined;
  const { openTracer } = await import('./opentelemetry.ts');
  const mine = openTracer(config.traces);
  tracer = mine;
  return async () => {
    if (tracer === mine) tracer = null;
    await mine.close();
  };
}
