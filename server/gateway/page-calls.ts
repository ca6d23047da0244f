import type { DomainOperationName, OperationInput, OperationOutput } from '#contract/operations.ts';
import type { Actor } from '#domain/actor.ts';
import type { Log } from '#platform/log.ts';
import { dispatch } from './dispatch.ts';
import { timed } from './page-timing.ts';

/** The same call the socket and REST offer. Rejects with a Refusal; tell it by its `code`. */
export type PageCall = <Name extends DomainOperationName>(
  actor: Actor,
  name: Name,
  input: OperationInput<Name>,
) => Promise<OperationOutput<Name>>;

/** How pages ask: counted in their time. */
export function createPageCall(log: Log): PageCall {
  return async (actor, name, input) =>
    (await timed(() => dispatch({ actor, address: 'page', origin: '', log }, name, input))).data;
}
