import { excerpt, Finding } from './finding.ts';
import { acknowledgement, checkEvent } from './user-socket.ts';

/** Refuses what the server may not send over a socket, whatever it received. Takes one Engine.IO packet. */
export function checkReceived(packet: string): void {
  const [, type, data = ''] = /^4(\d)(.*)$/s.exec(packet) ?? [];
  if (type === undefined) {
    // Open, ping, pong and noop are Engine.IO's own.
    if (!/^([0-36]|3probe)/.test(packet))
      throw new Finding('socket: a packet of no known type', excerpt(packet));
    return;
  }
  if (type === '2') checkEventPacket(data);
  else if (type === '3') checkAcknowledgement(data);
  else if (!'014'.includes(type)) throw new Finding(`socket: a packet of type ${type}`, excerpt(packet));
}

function checkEventPacket(data: string): void {
  const parts = parse(data.replace(/^\d+/, ''));
  if (!Array.isArray(parts)) throw new Finding('socket: an event that is no list', excerpt(data));
  checkEvent(parts[0], parts[1]);
}

function checkAcknowledgement(data: string): void {
  // Socket.IO reads an id as a number and writes it back as one: 1e+23 for a 1 and 23 zeros.
  const parts = parse(data.replace(/^\d+(\.\d+)?(e\+\d+)?/, ''));
  const parsed = acknowledgement.safeParse(Array.isArray(parts) ? parts[0] : undefined);
  if (!parsed.success) throw new Finding('socket: an acknowledgement of another shape', excerpt(data));
  if (!parsed.data.ok && parsed.data.error.code === 'unavailable')
    throw new Finding('socket: unavailable', excerpt(data));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Finding('socket: a packet that is no JSON', excerpt(text));
  }
}
