import { areaOf, checkAnswer } from './answer-rules.ts';
import { excerpt, Finding } from './finding.ts';
import { bytesOf, isWhole, type RawRequest, rawRequests } from './http-requests.ts';
import { exchange } from './raw-connection.ts';
import type { Surface } from './search.ts';
import { answerWithinMs } from './user-socket.ts';
import { printable } from './values.ts';
import type { Workspace } from './workspace.ts';

/** The raw HTTP line: every connection gets an answer that keeps the rules, or its end, in time. */
export function httpSurface(workspace: Workspace): Surface<RawRequest> {
  const { host, port } = new URL(workspace.url);
  const before = `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`;

  async function attempt(request: RawRequest): Promise<void> {
    const came = await exchange({
      port: Number(port),
      bytes: bytesOf(request, host),
      method: request.method,
      ...(request.isUsed ? { before } : {}),
      endsAfter: !isWhole(request),
      withinMs: answerWithinMs,
    });
    const area = areaOf(request.target);
    if (came.kind === 'hanging')
      throw new Finding(`${area}: neither an answer nor a close`, excerpt(came.received));
    if (came.kind === 'malformed') throw new Finding(`${area}: an answer that is no HTTP`, came.reason);
    if (came.kind === 'answered') checkAnswer(request.target, came.answer);
  }

  return {
    name: 'HTTP',
    inputs: rawRequests(workspace),
    attempt,
    print: (request) =>
      `${printable(JSON.stringify(workspace.label(excerpt(bytesOf(request, 'localhost'), 2_000))))}${request.isUsed ? ' on a used connection' : ''}`,
  };
}
