import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Config } from './config.ts';
import type { Tracer } from './tracer.ts';

/** Spans that wait to be sent; more are dropped. */
const MOST_WAITING = 2_048;
/** Milliseconds between two sendings, for one of them, and for the last one at the end. */
const SEND_EVERY = 2_000;
const SEND_TIMEOUT = 5_000;
const CLOSE_TIMEOUT = 3_000;

/**
 * OpenTelemetry's own SDK. It reads the rest of the standard variables itself: OTEL_EXPORTER_OTLP_ENDPOINT, _HEADERS,
 * _TIMEOUT and _COMPRESSION, OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES (OpenTelemetry specification, "OpenTelemetry
 * Protocol Exporter" and "Environment Variable Specification"). What it sends is JSON, as OTLP/HTTP allows.
 */
export function openTracer({ ratio }: NonNullable<Config['traces']>): Tracer {
  const contexts = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(contexts);
  const exporter = new OTLPTraceExporter();
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'parley' }))
      .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: MOST_WAITING,
        scheduledDelayMillis: SEND_EVERY,
        exportTimeoutMillis: SEND_TIMEOUT,
      }),
    ],
  });
  // Next's own spans of pages come from here too.
  trace.setGlobalTracerProvider(provider);
  const tracer = provider.getTracer('parley');

  return {
    inSpan: (name, facts, work) =>
      tracer.startActiveSpan(name, { kind: SpanKind.INTERNAL, attributes: facts }, async (span) => {
        try {
          return await work();
        } catch (error) {
          const reason = error instanceof Error && 'code' in error ? String(error.code) : 'error';
          // Without the error's words: they may hold what people wrote.
          span.setAttribute('error.type', reason);
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      }),
    async close() {
      const late = AbortSignal.timeout(CLOSE_TIMEOUT);
      const isLate = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()));
      await Promise.race([provider.shutdown().catch(() => undefined), isLate]);
      trace.disable();
      context.disable();
    },
  };
}
