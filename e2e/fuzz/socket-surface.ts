import fc from 'fast-check';
import { excerpt } from './finding.ts';
import { packetsByPolling } from './polling-line.ts';
import type { Surface } from './search.ts';
import { frames, packets } from './socket-packets.ts';
import { isProbeAnswer, probe } from './socket-probe.ts';
import { checkReceived } from './socket-rules.ts';
import { printable } from './values.ts';
import { type Frame, openWebSocket, textFrame } from './websocket-line.ts';
import { type Role, roles, type Workspace } from './workspace.ts';

interface Conversation {
  as: Role;
  /** The Socket.IO packet that begins: connecting in order, oddly, or not at all. */
  connect: string;
  query: string;
  by: { transport: 'websocket'; frames: Frame[] } | { transport: 'polling'; packets: string[] };
}

const connects = [
  '40',
  '40',
  '40',
  '40',
  '40{}',
  '40{"token":"x"}',
  '40/,',
  '40/admin,',
  '40null',
  '40[',
  '4',
  '',
];
const queries = ['EIO=4', 'EIO=4', 'EIO=4', 'EIO=4&sid=', 'EIO=4&t=%00', 'EIO=4&__proto__=x', 'EIO=4&b64=1'];

/** Socket.IO's own protocol, packet by packet, over both of its transports. */
export function socketSurface(workspace: Workspace): Surface<Conversation> {
  const { host, port } = new URL(workspace.url);

  async function attempt({ as, connect, query, by }: Conversation): Promise<void> {
    const cookie = workspace.cookie(as);
    const received =
      by.transport === 'websocket'
        ? await textsByWebSocket(cookie, connect, query, by.frames)
        : await packetsByPolling(workspace.url, cookie, query, [connect, ...by.packets]);
    for (const text of received) checkReceived(text);
  }

  /** Connects, sends and asks an ordinary question; gives what came until its answer or the end. */
  async function textsByWebSocket(
    cookie: string,
    connect: string,
    query: string,
    given: Frame[],
  ): Promise<string[]> {
    const line = await openWebSocket(Number(port), host, cookie, `${query}&transport=websocket`);
    if (!line) return [];
    try {
      if (connect !== '') line.send(textFrame(connect));
      // Calls before the acknowledgement of the connection are the client's own fault.
      if (connect === '40') await line.until('an answer to connecting', (text) => /^4[04]/.test(text));
      line.send(...given, textFrame(probe));
      if (given.some(takesMore)) line.end();
      await line.until('an answer', isProbeAnswer);
      return line.received;
    } finally {
      line.close();
    }
  }

  return {
    name: 'socket',
    inputs: fc.record(
      {
        as: fc.constantFrom<Role>(...roles, 'owner', 'member', 'outsider'),
        connect: fc.constantFrom(...connects),
        query: fc.constantFrom(...queries),
        by: fc.oneof(
          {
            weight: 4,
            arbitrary: fc.record(
              {
                transport: fc.constant('websocket' as const),
                frames: fc.array(frames(workspace), { minLength: 1, maxLength: 4 }),
              },
              { noNullPrototype: true },
            ),
          },
          {
            weight: 1,
            arbitrary: fc.record(
              {
                transport: fc.constant('polling' as const),
                packets: fc.array(packets(workspace), { minLength: 1, maxLength: 4 }),
              },
              { noNullPrototype: true },
            ),
          },
        ),
      },
      { noNullPrototype: true },
    ),
    attempt,
    print: (input) => printable(workspace.label(excerpt(JSON.stringify(input), 2_000))),
  };
}

/** Frames after which the server may wait for more, as it should. */
function takesMore({ isFinal, extraLength, opcode }: Frame): boolean {
  return !isFinal || extraLength > 0 || opcode === 8;
}
