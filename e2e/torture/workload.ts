import { isConflict, type SendOptions, type TortureClient } from './client.ts';
import { type Intent, type Journal, noteAcknowledgement, noteReaction } from './journal.ts';
import { createMarking } from './marking.ts';
import type { Random } from './random.ts';

const emojis = ['👍', '🎉', '👩‍👩‍👧‍👦', '❤️', '🇫🇷'];
/** Texts that break things: scripts, marks, sequences, quotes, line ends, length. */
const texts = [
  'plain words',
  'two\nlines\r\nand a tab\t.',
  '‏שלום עולם‏ and back',
  'e\u0301 and é, ñ and n\u0303',
  '👩🏽‍🚀🏳️‍🌈 \u{1F9D1}\u200D\u{1F4BB}',
  `<img src=x onerror="alert('no')"> \\ "quoted" \u2028 \u0001`,
  '漢字 かな 한글',
  'long '.repeat(300),
];
/** How many of their own newest messages users change. */
const reach = 40;

interface Options {
  journal: Journal;
  random: Random;
  /** In ms since 1970. */
  until: number;
  /** Those whom they mention. */
  handles: string[];
}

/** Threads of one conversation that there are, at most: a client holds no more than twenty windows. */
const threadsMost = 3;

/** One client's work: something new as soon as the last thing is acknowledged. */
export async function work(
  client: TortureClient,
  { journal, random, until, handles }: Options,
): Promise<void> {
  const own: Intent[] = [];
  /** Threads that they opened. */
  const opened = new Set<string>();
  let count = 0;

  function words(): string {
    return random.chance(0.15) ? `@${random.pick(handles)}, ${random.pick(texts)}` : random.pick(texts);
  }

  async function send(conversationId = random.pick(client.conversationIds), options: SendOptions = {}) {
    const burst = random.chance(0.2) ? random.between(2, 5) : 1;
    const bodies = Array.from({ length: burst }, () => {
      count += 1;
      return `${client.name} ${count}: ${words()}`;
    });
    // Only the head of a lane may be repeated: one that waits behind another must not overtake it.
    const doubles = burst === 1 && random.chance(0.15);
    let second = Promise.resolve();
    const onIntent = (intent: Intent) => {
      if (!doubles) return;
      second = repeat(intent);
      // Heard below, unless the first one fails before.
      second.catch(() => undefined);
    };
    const intents = await client.send(conversationId, bodies, onIntent, options);
    await second;
    own.push(...intents.filter((intent) => intent.position));
    if (own.length > reach) own.splice(0, own.length - reach);
    return intents.length;
  }

  /** A thread of one of their conversations, opened now; null when there is nothing to reply to. */
  async function thread(): Promise<string | null> {
    const parentId = random.pick(client.conversationIds);
    const known = journal.threads.get(parentId) ?? [];
    const index = own.findIndex(({ conversationId, position }) => conversationId === parentId && position);
    const mine = known.length < threadsMost ? own[index]?.position : null;
    if (mine) {
      // From now on it is not theirs to delete: nobody makes a thread of what is gone.
      own.splice(index, 1);
      journal.threads.set(parentId, [...known, mine]);
      journal.counts.threads += 1;
    }
    if (!mine && known.length === 0) return null;
    const id = await client.openThread(parentId, mine ?? random.pick(known));
    opened.add(id);
    return id;
  }

  async function reply() {
    const id = await thread();
    if (!id) return send();
    const also = random.chance(0.2);
    const count = await send(id, also ? { alsoInParent: true } : {});
    journal.counts.replied += count;
    if (also) journal.counts.copied += count;
    if (!random.chance(0.15)) return;
    await client.follow(id, random.chance(0.5));
    journal.counts.followed += 1;
  }

  /** Reads on, or puts the position back. */
  async function read() {
    const known = own.filter(({ position }) => position);
    if (known.length === 0) return send();
    const { conversationId, position } = random.pick(known);
    await client.read(conversationId, Math.max(0, (position?.seq ?? 0) - random.between(0, 3)));
    journal.counts.moved += 1;
  }

  async function repeat(intent: Intent) {
    journal.counts.repeated += 1;
    const message = await client.repeat(intent);
    if (message) noteAcknowledgement(journal, intent, message);
  }

  async function edit() {
    const id = takeOwn(false);
    if (!id) return send();
    count += 1;
    const body = `${client.name} edit ${count}: ${words()}`;
    await client.change('message:edit', { id, body });
    journal.edits.set(id, body);
    journal.counts.edited += 1;
  }

  async function remove() {
    const id = takeOwn(true);
    if (!id) return send();
    await client.change('message:delete', { id });
    journal.deletions.add(id);
    journal.pins.delete(id);
    journal.counts.deleted += 1;
    if (random.chance(0.4)) await restore(id);
  }

  /** Takes a deletion back; with faults around, it may be too late for that. */
  async function restore(id: string) {
    journal.restored.add(id);
    try {
      await client.change('message:restore', { id });
      journal.deletions.delete(id);
      journal.counts.restored += 1;
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }

  function takeOwn(forGood: boolean): string | null {
    if (own.length === 0) return null;
    const index = random.between(0, own.length - 1);
    const id = own[index]?.position?.id ?? null;
    if (forGood) own.splice(index, 1);
    return id;
  }

  /** One of the newest messages of anybody. */
  function pickNewest(): string | null {
    const known = journal.newest.get(random.pick([...client.conversationIds, ...opened])) ?? [];
    return known.length > 0 ? random.pick(known) : null;
  }

  async function react() {
    const messageId = pickNewest();
    if (!messageId) return send();
    const change = {
      messageId,
      userId: client.userId,
      emoji: random.pick(emojis),
      isThere: random.chance(0.7),
    };
    const name = change.isThere ? 'reaction:add' : 'reaction:remove';
    try {
      await client.change(name, { messageId, emoji: change.emoji });
      noteReaction(journal, change);
    } catch (error) {
      // Its author deleted it meanwhile; whether that is so is checked at the end.
      if (!isConflict(error)) throw error;
      journal.saidDeleted.add(messageId);
    }
  }

  const marking = createMarking(client, journal, random);

  /** What they do, each up to its share of the dice. */
  const deeds: [upTo: number, deed: () => Promise<unknown>][] = [
    [0.4, () => send()],
    [0.56, reply],
    [0.6, read],
    [0.75, edit],
    [0.8, remove],
    [0.88, react],
    [0.92, () => marking.pin(takeOwn(false))],
    [0.96, () => marking.save(pickNewest())],
    [0.97, marking.archiveForAWhile],
    [1, async () => own.length > 0 && repeat(random.pick(own))],
  ];
  while (Date.now() < until) {
    const dice = random.next();
    await deeds.find(([upTo]) => dice < upTo)?.[1]();
  }
  await marking.end();
}
