/** What a span says beside its name: names from the code, never what people wrote, nor who they are. */
export type SpanFacts = Record<string, string | number>;

export interface Tracer {
  /** Runs work in a span below the one that is running; a rejection marks it as failed, by the error's name or code. */
  inSpan<Result>(name: string, facts: SpanFacts, work: () => Promise<Result>): Promise<Result>;
  /** Sends what was not sent yet; within 3 seconds. */
  close(): Promise<void>;
}
