import { once } from 'node:events';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { type EventData, type EventName, events } from '#contract/events.ts';
import { type HttpAnswer, RefusedCall, refusalOf } from './http.ts';

/** Milliseconds to wait for what must come. */
const DEADLINE = 15_000;

interface Told {
  name: string;
  data: string;
}

export type EventReader = Awaited<ReturnType<typeof readEvents>>;

/**
 * Reads `GET /api/v1/events` as HTML, 9.2 says. Rejects with the refusal. `lastId`: where to go on; `ca`: whose
 * certificates count.
 */
export async function readEvents(url: string, headers: Record<string, string>, lastId = '', ca?: string) {
  const request = url.startsWith('https:') ? requestSecure : requestPlain;
  const asked = request(`${url}/api/v1/events`, {
    ca,
    headers: { ...headers, ...(lastId === '' ? {} : { 'Last-Event-ID': lastId }) },
    agent: false,
  }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new RefusedCall('events', refusalOf(await whole(response)));
  const told: Told[] = [];
  const waiting = new Set<() => void>();
  let seen = lastId;
  let rest = '';
  let event: Told = { name: '', data: '' };
  let nextId = lastId;

  function takeLine(line: string): void {
    if (line === '') {
      seen = nextId;
      if (event.data !== '') told.push(event);
      event = { name: '', data: '' };
      for (const look of waiting) look();
      return;
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') event.name = value;
    else if (field === 'data') event.data += value;
    else if (field === 'id') nextId = value;
  }
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) takeLine(line);
  });
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  response.once('error', () => undefined);

  /** What of one kind was told so far, each held against the contract. */
  function all<Name extends EventName>(name: Name): EventData<Name>[] {
    return told
      .filter((one) => one.name === name)
      .map((one) => events[name].parse(JSON.parse(one.data)) as EventData<Name>);
  }

  async function until(fits: () => boolean, what: string): Promise<void> {
    const end = Date.now() + DEADLINE;
    while (!fits()) {
      const left = end - Date.now();
      if (left <= 0) throw new Error(`${what} did not come; told: ${JSON.stringify(told).slice(0, 2_000)}`);
      await new Promise<void>((resolve) => {
        const look = () => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        const timer = setTimeout(look, left);
        waiting.add(look);
      });
    }
  }
  if (lastId === '') await until(() => seen !== '', 'the first id');

  return {
    headers: response.headers,
    /** Resolves when the connection is over. */
    closed,
    all,
    /** The id of the last event that came whole. */
    lastId: () => seen,
    /** The first event of a kind, told already or still to come, for which `fits` holds. */
    async hear<Name extends EventName>(
      name: Name,
      fits: (data: EventData<Name>) => boolean = () => true,
    ): Promise<EventData<Name>> {
      await until(() => all(name).some(fits), name);
      return all(name).find(fits) as EventData<Name>;
    },
    /** Stops reading, as a client does that hangs. */
    pause: () => response.pause(),
    /** Cuts the connection, whatever is on its way. */
    cut(): void {
      response.destroy();
    },
  };
}

async function whole(response: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value));
  return { status: response.statusCode ?? 0, headers, text, body: JSON.parse(text) };
}
