import { excerpt, Finding } from './finding.ts';
import { isProbeAnswer, probe } from './socket-probe.ts';
import { answerWithinMs } from './user-socket.ts';

/** What separates packets in one request of long polling. */
const separator = '\u001e';
const mostPolls = 10;

/** Sends packets by long polling, then an ordinary call; gives every packet that came until its answer or the end. */
export async function packetsByPolling(
  url: string,
  cookie: string,
  query: string,
  packets: string[],
): Promise<string[]> {
  const address = `${url}/socket.io/?${query}&transport=polling`;
  const opened = await poll(address, cookie);
  const sid = /^0\{"sid":"([\w-]+)"/.exec(opened ?? '')?.[1];
  if (sid === undefined) return [];
  const session = `${address}&sid=${sid}`;
  const received: string[] = [];
  try {
    for (const packet of packets) if (packet !== '') await post(session, cookie, packet);
    await post(session, cookie, probe);
    for (let polls = 0; polls < mostPolls; polls += 1) {
      const answer = await poll(session, cookie);
      if (answer === null) return received;
      received.push(...answer.split(separator).filter((packet) => packet !== ''));
      if (received.some(isProbeAnswer)) return received;
    }
    return received;
  } finally {
    await post(session, cookie, '1');
  }
}

async function poll(address: string, cookie: string): Promise<string | null> {
  const { status, text } = await request(address, cookie);
  return status === 200 ? text : null;
}

async function post(address: string, cookie: string, body: string): Promise<void> {
  await request(address, cookie, body);
}

async function request(
  address: string,
  cookie: string,
  body?: string,
): Promise<{ status: number; text: string }> {
  const method = body === undefined ? 'GET' : 'POST';
  try {
    const answer = await fetch(address, {
      method,
      headers: {
        Cookie: cookie,
        ...(body === undefined ? {} : { 'Content-Type': 'text/plain;charset=UTF-8' }),
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const text = await answer.text();
    if (answer.status >= 500) throw new Finding(`polling: ${method} answers ${answer.status}`, excerpt(text));
    return { status: answer.status, text };
  } catch (error) {
    if (error instanceof Finding) throw error;
    // A payload that makes no sense may end the connection it came on.
    if (error instanceof Error && error.name !== 'TimeoutError') return { status: 0, text: '' };
    throw new Finding(`polling: ${method} gets no answer`, String(error));
  }
}
