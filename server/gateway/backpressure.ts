import type { Log } from '#platform/log.ts';
import { cutSockets } from '#platform/metrics.ts';
import type { ChatSocket } from './chat-socket.ts';
import { EventStreamTransport } from './event-stream-transport.ts';
import { GatheringSocket } from './gathered-writes.ts';

/** Bytes that may wait for one socket: some 15,000 messages. Who reads slower than that is better off catching up. */
export const mostWaiting = 8 * 1024 * 1024;

/** A packet as Engine.IO tells of it; text counts its UTF-16 units, which is near enough to its bytes. */
interface Packet {
  data?: unknown;
}

/**
 * Ends a socket whose client stopped reading, before what waits for it fills the memory. It is ended without a word,
 * because no word would get through; the client connects again and asks for what it missed.
 */
export function limitWaiting(socket: ChatSocket, log: Log, most = mostWaiting): void {
  const { conn } = socket;
  /** Bytes that Engine.IO keeps until the transport can take them. */
  let queued = 0;
  let isOver = false;
  conn.on('packetCreate', (packet: Packet) => {
    queued += sizeOf(packet);
    // What the transport took may still wait there.
    const { transport } = conn;
    const isCounting = transport instanceof GatheringSocket || transport instanceof EventStreamTransport;
    const waiting = queued + (isCounting ? transport.waiting : 0);
    if (isOver || waiting <= most) return;
    isOver = true;
    cutSockets.inc();
    log.warn({ waiting }, 'a socket that does not read was ended');
    // In a turn of its own: this one is in the middle of sending to everybody else in the room.
    setImmediate(() => {
      conn.close(true);
      // A WebSocket would wait half a minute for the other side's farewell, and keep its buffers until then. (One that
      // began as long polling does: its first request was on another connection.)
      if ('websocket' in conn.request) conn.request.socket.destroy();
    });
  });
  conn.on('flush', () => {
    queued = 0;
  });
}

function sizeOf({ data }: Packet): number {
  if (typeof data === 'string') return data.length;
  return data instanceof Uint8Array ? data.byteLength : 0;
}
