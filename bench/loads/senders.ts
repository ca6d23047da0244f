import { setTimeout as delay } from 'node:timers/promises';
import { answerCalls } from '#bench/load-process.ts';
import { bodyOf, clientIdOf, microseconds, type NewMessage } from '#bench/messages.ts';
import { openBareSender, openSender, type Sender } from '#bench/sender.ts';
import type { Seat } from './listeners.ts';

export interface Sending {
  url: string;
  /** One socket each, which sends to its conversation and receives what others send there. */
  seats: Seat[];
  /** `parley` knows who is where, `socket-io` is told the room, `ws` has one for all. */
  protocol: 'parley' | 'socket-io' | 'ws';
  /** Whether each answer must say under which number the message is stored. */
  isStored: boolean;
}

export interface Shape {
  milliseconds: number;
  /** Sends of each socket that wait for their answer at any time. */
  inFlight: number;
  /** Messages a second of all together, whether or not they are answered; without it, each follows an answer. */
  perSecond?: number;
}

/** What was acknowledged. */
export interface Sent {
  /** The clientIds by conversation. */
  acknowledged: Record<string, string[]>;
  count: number;
  /** From the first send to the last answer. */
  seconds: number;
  /** Milliseconds from each send to its answer. */
  delays: Float64Array;
}

const POLL_MS = 2;

const senders: { sender: Sender; conversationId: string; counter: number }[] = [];
let isStored = false;
let sent: { conversationId: string; clientId: string; took: number }[] = [];

const commands = {
  async open(options: Sending): Promise<void> {
    isStored = options.isStored;
    const { url, protocol } = options;
    for (const { conversationId, cookie } of options.seats) {
      const room = protocol === 'parley' ? null : conversationId;
      const sender = await (protocol === 'ws' ? openBareSender : openSender)({ url, cookie, room });
      senders.push({ sender, conversationId, counter: 0 });
    }
  },

  /** Sends for so long and answers when everything is acknowledged. */
  async run({ milliseconds, inFlight, perSecond }: Shape): Promise<Sent> {
    sent = [];
    const started = performance.now();
    const end = started + milliseconds;
    if (perSecond) await sendPaced(end, perSecond);
    else
      await Promise.all(
        senders.flatMap((_, index) => Array.from({ length: inFlight }, () => sendUntil(end, index))),
      );
    const seconds = (performance.now() - started) / 1_000;
    const acknowledged = Object.groupBy(sent, ({ conversationId }) => conversationId);
    return {
      acknowledged: Object.fromEntries(
        Object.entries(acknowledged).map(([id, messages = []]) => [
          id,
          messages.map(({ clientId }) => clientId),
        ]),
      ),
      count: sent.length,
      seconds,
      delays: Float64Array.from(sent, ({ took }) => took),
    };
  },

  reset() {
    for (const { sender } of senders) sender.reset();
  },

  /** Answers when each sender has received what its conversation got; throws after so many ms. */
  async arrived(expected: Record<string, number>, within: number): Promise<void> {
    const deadline = performance.now() + within;
    for (;;) {
      const missing = senders.find(
        ({ sender, conversationId }) => sender.received !== (expected[conversationId] ?? 0),
      );
      if (!missing) return;
      if (performance.now() > deadline)
        throw new Error(
          `A sender has ${missing.sender.received} of ${expected[missing.conversationId] ?? 0} messages`,
        );
      await delay(POLL_MS);
    }
  },

  close() {
    for (const { sender } of senders.splice(0)) sender.close();
  },
};
export type SenderCommands = typeof commands;
answerCalls(commands);

async function sendUntil(end: number, index: number): Promise<void> {
  while (performance.now() < end) await sendOne(index);
}

async function sendPaced(end: number, perSecond: number): Promise<void> {
  const started = performance.now();
  const sending: Promise<void>[] = [];
  for (let count = 0; ; count += 1) {
    const due = started + (count * 1_000) / perSecond;
    if (due >= end) break;
    await delay(Math.max(0, due - performance.now()));
    const one = sendOne(count % senders.length);
    // What fails is found when all are waited for.
    one.catch(() => undefined);
    sending.push(one);
  }
  await Promise.all(sending);
}

/** Sends one message and checks its answer. */
async function sendOne(index: number): Promise<void> {
  const entry = senders[index];
  if (!entry) throw new Error('There is no such sender');
  const begun = microseconds();
  const clientId = clientIdOf(index, entry.counter * senders.length + index, begun);
  entry.counter += 1;
  const { conversationId } = entry;
  const message: NewMessage = { conversationId, clientId, body: bodyOf(clientId) };
  check(message, await entry.sender.send(message));
  sent.push({ conversationId, clientId, took: (microseconds() - begun) / 1_000 });
}

function check(message: NewMessage, answer: unknown): void {
  const isRight =
    answer !== null &&
    typeof answer === 'object' &&
    'clientId' in answer &&
    answer.clientId === message.clientId &&
    'conversationId' in answer &&
    answer.conversationId === message.conversationId &&
    'body' in answer &&
    answer.body === message.body &&
    (!isStored || ('seq' in answer && Number.isInteger(answer.seq)));
  if (!isRight) throw new Error(`An answer is not what was sent: ${JSON.stringify(answer).slice(0, 500)}`);
}
