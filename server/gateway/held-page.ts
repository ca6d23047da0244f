import type { ServerResponse } from 'node:http';

/**
 * Holds back what is written of a page until all of it is there, and gives it to `send`, which ends the answer: it may
 * set headers, and `end` writes the body. What failed or is no page is sent as it comes. Call it before Next has the
 * response.
 */
export function holdPage(
  response: ServerResponse,
  send: (page: Buffer, end: (body: Uint8Array) => void) => void,
): void {
  const { flushHeaders, writeHead, write, end } = response;
  const parts: Uint8Array[] = [];
  let held = true;
  const isHeld = () =>
    held &&
    !response.headersSent &&
    response.statusCode === 200 &&
    String(response.getHeader('content-type')).startsWith('text/html');

  // How many bytes there are is known after the last one, so the head waits as well. Next has set all that is in it
  // by `setHeader`.
  response.flushHeaders = () => {
    if (!isHeld()) flushHeaders.call(response);
  };
  response.writeHead = (status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    return isHeld() ? response : Reflect.apply(writeHead, response, [status, ...rest]);
  };
  response.write = (...args: unknown[]) => {
    if (!isHeld()) return Reflect.apply(write, response, args);
    parts.push(bytesOf(args[0]));
    return true;
  };
  response.end = (...args: unknown[]) => {
    if (!isHeld()) return Reflect.apply(end, response, args);
    held = false;
    const isCallback = (arg: unknown) => typeof arg === 'function';
    if (args[0] && !isCallback(args[0])) parts.push(bytesOf(args[0]));
    send(Buffer.concat(parts), (body) => Reflect.apply(end, response, [body, ...args.filter(isCallback)]));
    return response;
  };
}

function bytesOf(part: unknown): Uint8Array {
  return part instanceof Uint8Array ? part : Buffer.from(String(part));
}
