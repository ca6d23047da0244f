import { Refusal, type RefusalAnswer } from '#contract/errors.ts';
import {
  type Answer,
  type DomainOperationName,
  operations,
  type SocketOperationName,
} from '#contract/operations.ts';
import { answerOf } from '#contract/problems.ts';
import { announceTyping } from '#domain/typing.ts';
import type { Log } from '#platform/log.ts';
import { currentRequestId, inRequest } from '#platform/request-id.ts';
import type { ChatSocket } from './chat-socket.ts';
import { type Caller, dispatch, guarded } from './dispatch.ts';
import { notePresence, watchPresence } from './presence.ts';
import { watchThreads } from './watched-threads.ts';

type SocketHandler = (socket: ChatSocket, caller: Caller, raw: unknown) => Promise<unknown>;

/** Operations whose answer is about the socket they are asked on. */
const socketHandlers: Record<SocketOperationName, SocketHandler> = {
  typing: (socket, caller, raw) =>
    guarded(caller, 'typing', raw, (input) => announceTyping(socket.data.actor, input)),
  'presence:watch': (socket, caller, raw) =>
    guarded(caller, 'presence:watch', raw, ({ userIds }) => watchPresence(socket, userIds)),
  'thread:watch': (socket, caller, raw) =>
    guarded(caller, 'thread:watch', raw, ({ conversationIds }) => watchThreads(socket, conversationIds)),
  'presence:set': (socket, caller, raw) =>
    guarded(caller, 'presence:set', raw, async ({ status }) => {
      notePresence(socket.data.actor.userId, socket.id, status);
      return null;
    }),
};

/**
 * Answers one event of a client: its name, then the input, then the acknowledgement if it wants one. Each is a request
 * of its own, whatever the connection's handshake was called.
 */
export function answerOnSocket(socket: ChatSocket, log: Log, name: string, parts: unknown[]): Promise<void> {
  return inRequest(null, () => answerCall(socket, log, name, parts));
}

async function answerCall(socket: ChatSocket, log: Log, name: string, parts: unknown[]): Promise<void> {
  const input = parts.find((part) => typeof part !== 'function');
  const { actor, address, origin } = socket.data;
  const answer = await call(socket, { actor, address, origin, log }, name, input ?? {}).then(
    (data): Answer<unknown> => ({ ok: true, data }),
    (error: unknown): Answer<unknown> => ({ ok: false, error: asAnswer(error) }),
  );
  acknowledge(parts, answer);
}

/** Answers an event that is not even looked at. */
export function refuseOnSocket(refusal: Refusal, parts: unknown[]): void {
  acknowledge(parts, { ok: false, error: answerOf(refusal) });
}

/** Sends the answer if whoever asked wants one. */
function acknowledge(parts: unknown[], answer: Answer<unknown>): void {
  parts.findLast((part) => typeof part === 'function')?.(answer);
}

async function call(socket: ChatSocket, caller: Caller, name: string, input: unknown): Promise<unknown> {
  if (isSocketOperation(name)) return socketHandlers[name](socket, caller, input);
  if (!isOperation(name)) throw new Refusal('not_found', 'There is no such call.');
  const { data } = await dispatch(caller, name, input);
  return data;
}

function isSocketOperation(name: string): name is SocketOperationName {
  return Object.hasOwn(socketHandlers, name);
}

function isOperation(name: string): name is DomainOperationName {
  return Object.hasOwn(operations, name) && !isSocketOperation(name);
}

function asAnswer(error: unknown): RefusalAnswer {
  // The dispatcher lets nothing but refusals out.
  const refusal = error instanceof Refusal ? error : new Refusal('unavailable', 'Something went wrong.');
  return answerOf(refusal, currentRequestId());
}
