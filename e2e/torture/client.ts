import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '#contract/errors.ts';
import type { Message } from '#contract/messages.ts';
import type { DomainOperationName, OperationInput, OperationOutput } from '#contract/operations.ts';
import { callHttp, RefusedCall } from '#gateway/testing/http.ts';
import type { Intent } from './journal.ts';
import type { Random } from './random.ts';

/** In a thread: whether a copy goes to its parent. */
export interface SendOptions {
  alsoInParent?: true;
}

/** A client of either kind, with one user signed in. */
export interface TortureClient {
  name: string;
  userId: string;
  conversationIds: string[];
  /** A channel that nobody else is in. */
  ownChannelId: string | null;
  /** Sends these, in this order, and calls `onIntent` for each as it begins; resolves when all are acknowledged. */
  send(
    conversationId: string,
    bodies: string[],
    onIntent: (intent: Intent) => void,
    options?: SendOptions,
  ): Promise<Intent[]>;
  /** Finds or makes the thread of a message, and gives its id. */
  openThread(parentId: string, root: { id: string; seq: number }): Promise<string>;
  follow(threadId: string, follows: boolean): Promise<unknown>;
  /** Puts the read position where it is told to, forward or back. */
  read(conversationId: string, seq: number): Promise<unknown>;
  archive(conversationId: string, archived: boolean): Promise<unknown>;
  /** An edit, a deletion, a reaction, a pin or what is saved; resolves when it is acknowledged, rejects when it is refused for good. */
  change<Name extends ChangeName>(name: Name, input: OperationInput<Name>): Promise<unknown>;
  /** The same message again on another connection: null when that got no answer. */
  repeat(intent: Intent): Promise<Message | null>;
}

export type ChangeName =
  | 'message:edit'
  | 'message:delete'
  | 'message:restore'
  | 'reaction:add'
  | 'reaction:remove'
  | 'message:pin'
  | 'message:unpin'
  | 'message:save'
  | 'message:unsave';

/** When to stop trying for good. */
export interface Deadline {
  /** In ms since 1970. */
  at: number;
}

/** Tries until an answer comes. What the server refuses for good is thrown as it is. */
export async function retry<Result>(
  what: string,
  deadline: Deadline,
  random: Random,
  attempt: () => Promise<Result>,
  onRetry: () => void,
): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (isFinal(error)) throw error;
      if (Date.now() > deadline.at) throw new Error(`${what} was not acknowledged in time: ${String(error)}`);
      onRetry();
      await delay(random.between(30, 300));
    }
  }
}

/** Whether the server said no and will say so again; everything else may pass. */
export function isFinal(error: unknown): boolean {
  const isAnswer = error instanceof Refusal || error instanceof RefusedCall;
  return isAnswer && error.code !== 'unavailable' && error.code !== 'rate_limited';
}

/** Whether the server refused it because of what became of things meanwhile. */
export function isConflict(error: unknown): boolean {
  return (error instanceof Refusal || error instanceof RefusedCall) && error.code === 'conflict';
}

/** One REST call over a network that may break. */
export function rest<Name extends DomainOperationName>(
  url: string,
  headers: Record<string, string>,
  name: Name,
  input: OperationInput<Name>,
): Promise<OperationOutput<Name>> {
  return callHttp(url, name, input, headers);
}
