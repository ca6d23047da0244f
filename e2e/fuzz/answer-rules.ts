import { problem } from '#contract/problems.ts';
import { refusals } from '#contract/refusals.ts';
import { root } from '#scripts/tool.ts';
import { excerpt, Finding } from './finding.ts';
import type { RawAnswer } from './raw-answer.ts';

const areas: [area: string, pattern: RegExp][] = [
  ['API', /^\/(api\/v1([/?]|$)|(healthz|readyz)(\?|$))/],
  ['next-auth', /^\/api\/auth([/?]|$)/],
  ['socket', /^\/socket\.io/],
  ['Next', /^\/_(_)?next/],
  ['page', /^\//],
];

/** Which part of the server a target is for; "no path" for the other forms. */
export function areaOf(target: string): string {
  return areas.find(([, pattern]) => pattern.test(target))?.[0] ?? 'no path';
}

/** A stack trace, a folder of ours or the name of a library's file. */
const leaks = [
  /\n\s+at .*:\d+:\d+/,
  /node_modules\//,
  /node:internal/,
  /file:\/\/\//,
  new RegExp(root.replace(/[^\w/]/g, '\\$&')),
];
/** What Node's parser refuses before anybody is asked, by default with nothing but a status line. */
const nodesOwn = new Set([400, 408, 413, 417, 431]);
/** Statuses of the parser that say more than their code's own, with that code. */
const parsersOwn = new Map([
  [408, 'invalid'],
  [431, 'too_large'],
]);
const mostBytes = 1024 * 1024;

/** Refuses what no answer may be, whatever was asked. */
export function checkAnswer(target: string, { status, headers, body }: RawAnswer): void {
  const area = areaOf(target);
  if (status >= 500) throw new Finding(`${area} answers ${status}`, excerpt(body));
  for (const leak of leaks)
    if (leak.test(body))
      throw new Finding(
        `${area} shows ${leak.source} in an answer`,
        excerpt(body.slice(Math.max(0, body.search(leak) - 100))),
      );
  if (body.length > mostBytes)
    throw new Finding(`${area} answers ${mostBytes} bytes and more`, String(body.length));
  if (headers.has('x-powered-by')) throw new Finding(`${area} says what it is built with`);
  const location = headers.get('location') ?? '';
  if (/^([a-z]+:)?[/\\]{2}[^/]*evil\.test/i.test(location))
    throw new Finding(`${area} sends the browser elsewhere`, location);
  const type = headers.get('content-type') ?? '';
  if (type.startsWith('application/problem+json')) checkProblem(area, status, body);
  else if (nodesOwn.has(status) && type === '' && body === '')
    throw new Finding(`Node itself answers ${status}, without a problem document`);
  else if (area === 'API' && status >= 400)
    throw new Finding(`API answers ${status} without a problem document`, `${type} ${excerpt(body)}`);
}

function checkProblem(area: string, status: number, body: string): void {
  // The answer to HEAD.
  if (body === '') return;
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(body, 'latin1').toString('utf8'));
  } catch {
    throw new Finding(`${area} answers a problem that is no JSON`, excerpt(body));
  }
  const parsed = problem.safeParse(document);
  if (!parsed.success) throw new Finding(`${area} answers a problem of another shape`, excerpt(body));
  const { code } = parsed.data;
  if (parsed.data.status !== status || (refusals[code].status !== status && parsersOwn.get(status) !== code))
    throw new Finding(`${area} answers ${status} with a problem of another status`, excerpt(body));
}
