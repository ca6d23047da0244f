import fc from 'fast-check';
import { limits } from '#contract/limits.ts';
import { type Operation, operations } from '#contract/operations.ts';
import { ask, type HttpAnswer, refusalOf } from '#gateway/testing/http.ts';
import { excerpt, Finding } from './finding.ts';
import { type OperationCall, operationCalls } from './operation-inputs.ts';
import { type OperationRequest, requestFor } from './operation-request.ts';
import type { Surface } from './search.ts';
import { checkOutput, UserSocket } from './user-socket.ts';
import { printable } from './values.ts';
import { type Role, roles, type Workspace } from './workspace.ts';

interface Attempt extends OperationCall {
  as: Role;
  socketFirst: boolean;
}

/** What a call came to: a code, or success. */
interface Outcome {
  code: string;
  data?: unknown;
}

/** A refusal names at most so many fields, and is at most so long. */
const mostErrors = 20;
const mostRefusalBytes = 160 * 1024;
/** What was refused, or only read, may be asked again. */
const mayRepeat = ({ method }: Operation, { code }: Outcome) =>
  code !== 'ok' || method === 'GET' || method === null;
/** Other work may be in the way of one answer, but not of the second. */
const strict = { areLimitsDefault: false };

/**
 * Every operation of the table over HTTP and over the socket: the output's shape or a whole refusal, never
 * `unavailable`, and the same code from both where asking twice changes nothing.
 */
export function operationsSurface(
  workspace: Workspace,
  { areLimitsDefault } = strict,
): Surface<Attempt> & { close(): void } {
  const sockets = new Map<Role, UserSocket>();
  for (const role of ['owner', 'member', 'outsider'] as const)
    sockets.set(role, new UserSocket(workspace.url, workspace.cookie(role), areLimitsDefault));

  async function attempt({ name, input, as, socketFirst }: Attempt): Promise<void> {
    const socket = sockets.get(as);
    const request = requestFor(name, input);
    const bySocket = socket ? () => outcomeBySocket(socket, name, input) : null;
    const byHttp = request ? () => outcomeByHttp(workspace, name, request, as) : null;
    const [first, second] = (socketFirst ? [bySocket, byHttp] : [byHttp, bySocket]).filter(
      (way) => way !== null,
    );
    if (!first) return;
    const one = await first();
    await keepAlive(workspace, name, input, one);
    if (!(second && mayRepeat(operations[name], one))) return;
    const other = await second();
    await keepAlive(workspace, name, input, other);
    if (!agree(one, other, areLimitsDefault))
      throw new Finding(`${name}: HTTP and socket disagree`, `${one.code}, then ${other.code}`);
  }

  return {
    name: 'operations',
    inputs: fc
      .tuple(operationCalls(workspace), fc.constantFrom(...roles, 'owner', 'member'), fc.boolean())
      .map(([call, as, socketFirst]) => ({ ...call, as, socketFirst })),
    attempt,
    print: ({ as, name, input, socketFirst }) =>
      printable(
        workspace.label(
          `${name} as ${as}${socketFirst ? ', socket first' : ''}: ${excerpt(fc.stringify(input), 2_000)}`,
        ),
      ),
    close: () => {
      for (const socket of sockets.values()) socket.close();
    },
  };
}

/** The same code from both transports, unless a limit was reached between the two, or a frame was too large. */
function agree({ code: one }: Outcome, { code: other }: Outcome, areLimitsDefault: boolean): boolean {
  if (one === other || one === 'closed' || other === 'closed') return true;
  return areLimitsDefault && (one === 'rate_limited' || other === 'rate_limited');
}

/** What a success may have taken away from those who come after is there again. */
async function keepAlive(
  workspace: Workspace,
  name: string,
  input: unknown,
  outcome: Outcome,
): Promise<void> {
  if (outcome.code !== 'ok') return;
  const cursor =
    outcome.data && typeof outcome.data === 'object' ? Reflect.get(outcome.data, 'nextCursor') : null;
  if (typeof cursor === 'string') workspace.noteCursor(cursor);
  if (
    !(
      ['conversation:delete', 'member:remove', 'message:delete'].includes(name) &&
      input &&
      typeof input === 'object'
    )
  )
    return;
  for (const id of Object.values(input)) if (typeof id === 'string') await workspace.renew(id.toLowerCase());
}

async function outcomeBySocket(socket: UserSocket, name: string, input: unknown): Promise<Outcome> {
  const answer = await socket.call(name, input);
  if (!answer) {
    // A frame beyond the limit ends the connection; nothing else may.
    if (Buffer.byteLength(JSON.stringify(input) ?? '') + 100 < limits.requestBytes)
      throw new Finding(`${name} by socket: the connection is closed instead of an answer`);
    return { code: 'closed' };
  }
  if (!answer.ok)
    return refused(name, 'socket', answer.error.code, answer.error.errors?.length, JSON.stringify(answer));
  checkOutput(name, answer.data);
  return { code: 'ok', data: answer.data };
}

async function outcomeByHttp(
  workspace: Workspace,
  name: string,
  request: OperationRequest,
  as: Role,
): Promise<Outcome> {
  const { method, path, body } = { body: undefined, ...request };
  const answer = await askOnce(name, workspace.url, method, path, body, { Cookie: workspace.cookie(as) });
  if (answer.status >= 500)
    throw new Finding(`${name} by HTTP answers ${answer.status}`, excerpt(answer.text));
  if (answer.status < 300) {
    checkOutput(name, answer.body);
    return { code: 'ok', data: answer.body };
  }
  const { code, errors } = refusalByHttp(name, answer);
  return refused(name, 'HTTP', code, errors?.length, answer.text);
}

function refusalByHttp(name: string, answer: HttpAnswer) {
  try {
    return refusalOf(answer);
  } catch (error) {
    throw new Finding('a refusal by HTTP has another shape', `${name}: ${error}`);
  }
}

async function askOnce(
  name: string,
  url: string,
  method: string,
  path: string,
  body: string | undefined,
  headers: Record<string, string>,
): Promise<HttpAnswer> {
  try {
    return await ask(url, method, path, { body, headers });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `${error.cause.message} ` : '';
    throw new Finding(`${name} by HTTP: no answer`, cause + String(error));
  }
}

function refused(name: string, way: string, code: string, errors: number | undefined, text: string): Outcome {
  if (code === 'unavailable') throw new Finding(`${name} by ${way} is unavailable`, excerpt(text));
  if ((errors ?? 0) > mostErrors)
    throw new Finding(`a refusal by ${way} names more than ${mostErrors} fields`, `${errors}`);
  if (Buffer.byteLength(text) > mostRefusalBytes)
    throw new Finding(`a refusal by ${way} has many bytes`, `${Buffer.byteLength(text)}`);
  return { code };
}
