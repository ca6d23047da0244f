import { connect } from 'node:net';

/** How often a sending of a message reaches the server twice. */
export const doubledShare = 0.2;

/** Whether a chunk is one whole request that sends a message. */
export function isWholeSend(chunk: Buffer): boolean {
  const text = chunk.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const length = /^content-length: (\d+)\r$/im.exec(text)?.[1];
  return (
    /^POST \/api\/v1\/conversations\/[^ ]+\/messages HTTP/.test(text) &&
    end > 0 &&
    length !== undefined &&
    chunk.length === end + 4 + Number(length)
  );
}

/** Sends the same request on a connection of its own, as a network that repeats itself would; nobody hears the answer. */
export function repeatRequest(port: number, request: Buffer): void {
  const twin = connect(port, '127.0.0.1');
  twin.on('error', () => undefined);
  twin.once('data', () => twin.destroy());
  twin.setTimeout(10_000, () => twin.destroy());
  twin.write(request);
}
