import { connect, type Socket } from 'node:net';

/** Milliseconds within which an answer must be whole: what takes longer hangs. */
const DEADLINE = 10_000;

/** A bare connection to a server, whose errors are its end. */
export function openRaw(url: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => socket.destroy());
  return socket;
}

/** Sends bytes as they are and gives all that comes back until the server closes, or until `isWhole`. Rejects on a hang. */
export function sendRaw(
  url: string,
  bytes: string,
  isWhole: (received: string) => boolean = () => false,
  socket: Socket = openRaw(url),
): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`No whole answer in time to ${JSON.stringify(bytes.slice(0, 100))}: ${received}`));
    }, DEADLINE);
    const done = () => {
      clearTimeout(timer);
      socket.removeAllListeners('data');
      resolve(received);
    };
    socket.on('data', (data) => {
      received += data.toString('latin1');
      if (isWhole(received)) done();
    });
    socket.once('close', done);
    socket.write(bytes, 'latin1');
  });
}

/** The status line's number. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? Number.NaN);
}
