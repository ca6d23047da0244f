import type { Config } from './config.ts';
import type { SpanFacts, Tracer } from './tracer.ts';

let tracer: Tracer | null = null;

/** Runs work in a span where tracing is on, and just runs it where not. */
export function inSpan<Result>(name: string, facts: SpanFacts, work: () => Promise<Result>): Promise<Result> {
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
