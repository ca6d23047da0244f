import { AsyncLocalStorage } from 'node:async_hooks';
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

/** Next's bundles run in the asynchronous context of the request that they answer, so this reaches through them. */
const inputs = new AsyncLocalStorage<PageInput | FailedInput>();

/** What the page that is being made is made of; null: nothing was read for it. Throws what kept it from being read. */
export function currentInput(): PageInput | null {
  const input = inputs.getStore();
  if (input && 'failure' in input) throw input.failure;
  return input ?? null;
}

/** What time it is for the page that is being made, in ms since 1970. */
export function currentMoment(): number {
  const input = inputs.getStore();
  return input && 'now' in input ? input.now : Date.now();
}

/** Makes a page of exactly this. */
export function withInput(input: PageInput | FailedInput, make: () => void): void {
  inputs.run(input, make);
}
