import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Workspace } from '#contract/workspace.ts';
import type { ConversationPage } from './conversation-page.ts';

/** What a page is made of, read before it is made. */
export interface PageInput {
  /** Milliseconds since 1970. */
  now: number;
  workspace?: Workspace;
  conversation?: ConversationPage;
}

/** It could not be read: the page fails of this, without asking again. */
interface FailedInput {
  failure: unknown;
}

/** Our own word to Next's side of this process; whatever a client writes there is dropped. */
const inputHeader = 'x-parley-input';

/**
 * Of the pages that are being made now, by a name that is drawn by lot and given to Next with the request: whatever
 * Next does at the same time, no page can be made of what was read for another.
 */
const inputs = new Map<string, PageInput | FailedInput>();

/** Has a page made of exactly this. */
export function withInput(
  { request, response, make }: { request: IncomingMessage; response: ServerResponse; make: () => void },
  input: PageInput | FailedInput,
): void {
  const name = randomUUID();
  inputs.set(name, input);
  response.once('close', () => inputs.delete(name));
  request.headers[inputHeader] = name;
  make();
}

/** What the page of this request is made of; null: nothing was read for it. Throws what kept it from being read. */
export function inputOf(headers: Pick<Headers, 'get'>): PageInput | null {
  const input = inputs.get(headers.get(inputHeader) ?? '');
  if (input && 'failure' in input) throw input.failure;
  return input ?? null;
}

/** What time it is for the page of this request, in ms since 1970. */
export function momentOf(headers: Pick<Headers, 'get'>): number {
  const input = inputs.get(headers.get(inputHeader) ?? '');
  return input && 'now' in input ? input.now : Date.now();
}
