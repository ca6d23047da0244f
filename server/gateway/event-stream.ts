import { Refusal } from '#contract/errors.ts';
import type { EventData, EventName } from '#contract/events.ts';
import type { ConversationId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import type { Actor } from '#domain/actor.ts';
import { listChanges } from '#domain/messages.ts';
import type { StreamPosition } from '#domain/stream-position.ts';
import { type Behind, findMissed, findStart, startStream } from '#domain/stream-resumption.ts';

// What a stream of events tells, as text/event-stream (HTML, 9.2). Of each conversation every change, ascending by
// `version`, each once, whatever was lost on the way: what is announced if it follows what was told, else what the
// database has after that. So the id of an event says what was told, and whoever shows it misses nothing.

/** An id names up to so many conversations before the database is asked what else there is, then names none. */
const NAMED = 8;
const MOST_NAMED = 64;
/** Milliseconds between two times of asking for that, and after which it is asked in any case. */
const PACE = 2_000;
const REVIEW = 5 * 60_000;

/** An event as it was announced. */
export type Announced = { [Name in EventName]: readonly [Name, EventData<Name>] }[EventName];

interface Around {
  /** Whose stream it is, as they are now. */
  actor(): Actor;
  /** Resolves when more may be written. Rejects when nobody reads any more. */
  write(text: string): Promise<void>;
}

/** One stream. Its calls come one after the other: each when the one before has resolved. */
export class EventStream {
  readonly #around: Around;
  #position: StreamPosition | null = null;
  #reviewed = 0;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Tells what was missed since an event with this id (null: nothing), and from then on what is announced. */
  async begin(lastId: string | null): Promise<void> {
    const { position, behind, isTooFar, mark } = await startStream(this.#around.actor(), lastId);
    this.#position = position;
    if (isTooFar) await this.#tell(['resync', { reason: 'missed' }]);
    await this.#catchUp(position, behind);
    position.settle(mark);
    this.#reviewed = performance.now();
    await this.#tellId(position);
  }

  /** Tells an event, and before it what is missing of its conversation. */
  async receive(event: Announced): Promise<void> {
    const position = this.#position;
    if (!position) throw new Error('The stream has not begun');
    if (event[0] === 'changes') await this.#changes(position, event[1]);
    else {
      if (event[0] === 'conversation:left') position.forget(event[1].id);
      if (event[0] === 'resync') await this.#review(position);
      await this.#tell(event);
    }
  }

  /** A sign of life; once in a while also what nobody announced. */
  async beat(): Promise<void> {
    if (this.#position && performance.now() - this.#reviewed > REVIEW) await this.#review(this.#position);
    else await this.#around.write(':\n\n');
  }

  async #changes(position: StreamPosition, { conversationId, items }: EventData<'changes'>): Promise<void> {
    const [first] = items;
    let known = position.known.get(conversationId);
    // Joined since, and nothing of it was told: it begins where it was not visible yet.
    if (known === undefined) known = await findStart(conversationId, position);
    if (first && first.version > known + 1) await this.#fill(position, { id: conversationId, after: known });
    const told = position.known.get(conversationId) ?? known;
    await this.#give(
      position,
      conversationId,
      items.filter(({ version }) => version > told),
    );
    const since = performance.now() - this.#reviewed;
    if (position.named >= MOST_NAMED || (position.named > NAMED && since > PACE))
      await this.#review(position);
  }

  /** Tells what the database has and was not announced, so that an id needs to name no conversation. */
  async #review(position: StreamPosition): Promise<void> {
    this.#reviewed = performance.now();
    const { behind, mark } = await findMissed(this.#around.actor(), position);
    await this.#catchUp(position, behind);
    position.settle(mark);
    await this.#tellId(position);
  }

  async #catchUp(position: StreamPosition, behind: Behind[]): Promise<void> {
    for (const one of behind) await this.#fill(position, one);
  }

  /** Tells everything of a conversation after a version. */
  async #fill(position: StreamPosition, { id, after }: Behind): Promise<void> {
    try {
      for (let hasMore = true; hasMore; ) {
        const query = { conversationId: id, after, limit: limits.repeatedAtOnce };
        const page = await listChanges(this.#around.actor(), query);
        await this.#give(position, id, page.items);
        after = page.items.at(-1)?.version ?? page.version;
        hasMore = page.hasMore && page.items.length > 0;
        if (!hasMore) position.advance(id, Math.max(after, page.version));
      }
    } catch (error) {
      // They have left it meanwhile.
      if (!(error instanceof Refusal && error.code === 'not_found')) throw error;
      position.forget(id);
    }
  }

  async #give(position: StreamPosition, conversationId: ConversationId, items: Message[]): Promise<void> {
    const last = items.at(-1);
    if (!last) return;
    position.advance(conversationId, last.version);
    await this.#tell(['changes', { conversationId, items }], position.id);
  }

  async #tell([name, data]: Announced, id: string | null = null): Promise<void> {
    const head = id === null ? '' : `id: ${id}\n`;
    await this.#around.write(`${head}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** HTML, 9.2.6: without data there is no event, but the id counts. */
  async #tellId(position: StreamPosition): Promise<void> {
    await this.#around.write(`id: ${position.id}\n\n`);
  }
}
