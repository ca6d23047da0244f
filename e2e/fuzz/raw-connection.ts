import { connect } from 'node:net';
import { CutAnswer, MalformedAnswer, type RawAnswer, readAnswer } from './raw-answer.ts';

/** What came of bytes sent over a connection. */
export type Exchange =
  | { kind: 'answered'; answer: RawAnswer }
  | { kind: 'closed' }
  | { kind: 'malformed'; reason: string }
  /** Neither an answer nor a close in time. */
  | { kind: 'hanging'; received: string };

interface Options {
  port: number;
  /** Latin-1: one character, one byte. */
  bytes: string;
  method: string;
  /** A whole request that is asked first on the same connection. */
  before?: string;
  /** Whether to say that nothing more comes, for bytes that are no whole request. */
  endsAfter: boolean;
  withinMs: number;
}

/** Sends bytes over a connection of their own and waits for the answer or the end, whichever is first. */
export function exchange({ port, bytes, method, before, endsAfter, withinMs }: Options): Promise<Exchange> {
  const { promise, resolve } = Promise.withResolvers<Exchange>();
  const socket = connect(port, '127.0.0.1');
  let received = '';
  let isFirst = before !== undefined;
  let isOver = false;
  const timer = setTimeout(() => finish({ kind: 'hanging', received: received.slice(0, 300) }), withinMs);

  function finish(result: Exchange): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    socket.destroy();
    resolve(result);
  }

  function send(): void {
    socket.write(bytes, 'latin1');
    if (endsAfter) socket.end();
  }

  function read(hasEnded: boolean): void {
    try {
      const answer = readAnswer(received, isFirst ? 'GET' : method, hasEnded);
      if (!answer) return;
      if (isFirst) {
        isFirst = false;
        received = '';
        send();
      } else finish({ kind: 'answered', answer });
    } catch (error) {
      // RFC 9112, section 8: a request that is not whole may be dropped, also when its answer has begun.
      if (endsAfter && !isFirst && error instanceof CutAnswer) finish({ kind: 'closed' });
      else
        finish({
          kind: 'malformed',
          reason: error instanceof MalformedAnswer ? error.message : String(error),
        });
    }
  }

  socket.setNoDelay(true);
  socket.once('connect', () => (before === undefined ? send() : socket.write(before, 'latin1')));
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    read(false);
  });
  socket.on('error', () => undefined);
  socket.on('end', () => read(true));
  socket.on('close', () => {
    read(true);
    finish({ kind: 'closed' });
  });
  return promise;
}
