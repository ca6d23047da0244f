import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** What of a request everything done for it can ask, however deep. */
interface RequestContext {
  /** Null: nobody has asked for it yet. */
  id: string | null;
}

const contexts = new AsyncLocalStorage<RequestContext>();

/** Does the work of one request or call. `id` is the name it came with; null: it is given one when somebody asks. */
export function inRequest<Result>(id: string | null, work: () => Result): Result {
  return contexts.run({ id }, work);
}

/** The name of the request that is being worked for, in logs, answers and jobs alike; undefined outside of requests. */
export function currentRequestId(): string | undefined {
  const context = contexts.getStore();
  if (!context) return undefined;
  context.id ??= randomUUID();
  return context.id;
}
