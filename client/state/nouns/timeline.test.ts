import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangesPage, HistoryPage, Message } from '#contract/messages.ts';
import { testMessage } from './fixtures.ts';
import {
  appendPage,
  apply,
  applyChanges,
  newTimeline,
  openPage,
  pageSize,
  prependPage,
  readAt,
  startingAt,
  startLoading,
  stopLoading,
  type Timeline,
  windowSize,
} from './timeline.ts';

/** A conversation as the server holds it: every version of every message, in the order they happened. */
class History {
  readonly log: Message[] = [];
  readonly messages: Message[] = [];

  /** A new message, or a change of the one that `pick` (0 to 1) points at. */
  happen(pick: number | null): this {
    const index =
      pick === null || this.messages.length === 0
        ? this.messages.length
        : Math.floor(pick * this.messages.length);
    const next = testMessage(index + 1, this.log.length + 1);
    this.messages[index] = next;
    this.log.push(next);
    return this;
  }
  get version() {
    return this.log.length;
  }
  page(from: number, count: number): HistoryPage {
    const start = Math.max(0, from);
    const items = this.messages.slice(start, Math.max(0, from + count));
    return { items, hasBefore: start > 0, hasAfter: start + items.length < this.messages.length };
  }
  newest(): HistoryPage {
    return this.page(this.messages.length - pageSize, pageSize);
  }
  changes(after: number, limit: number): ChangesPage {
    const rows = this.messages.filter((item) => item.version > after).sort((a, b) => a.version - b.version);
    return { items: rows.slice(0, limit), version: this.version, hasMore: rows.length > limit };
  }
}

const picks = (maxLength: number) =>
  fc.array(fc.option(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { nil: null, freq: 1 }), {
    maxLength,
  });

function historyOf(list: readonly (number | null)[]): History {
  return list.reduce<History>((history, pick) => history.happen(pick), new History());
}

function messagesOf(count: number): History {
  return historyOf(Array.from({ length: count }, () => null));
}

function opened(history: History, page = history.newest()): Timeline {
  const waiting = newTimeline({
    version: history.version,
    lastSeq: history.messages.length,
    newLineSeq: null,
  });
  return openPage(waiting, page, history.version);
}

function caughtUp(timeline: Timeline, history: History, limit: number): Timeline {
  let next = timeline;
  while (next.version < history.version) next = applyChanges(next, history.changes(next.version, limit));
  return next;
}

function checkWindow(timeline: Timeline) {
  const seqs = timeline.messages.map((item) => item.seq);
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  expect(seqs.length).toBeLessThanOrEqual(windowSize);
}

describe('timeline', () => {
  it('comes to the same state whatever the order and repetition of events', () => {
    fc.assert(
      fc.property(picks(40), picks(40), fc.infiniteStream(fc.nat()), (before, after, random) => {
        const history = historyOf(before);
        const start = opened(history);
        for (const pick of after) history.happen(pick);
        const events = history.log.slice(start.version);
        const mixed = [...events, ...events.filter((_, index) => index % 3 === 0)]
          .map((event) => ({ event, key: random.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        const inOrder = apply(start, events);
        const disordered = mixed.reduce((timeline, event) => apply(timeline, [event]), start);
        expect(disordered).toEqual(inOrder);
        expect(inOrder.version).toBe(history.version);
        expect(inOrder.messages).toEqual(history.messages.slice(-inOrder.messages.length || Infinity));
        expect(inOrder.ahead).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('equals a fresh load after dropped, doubled and swapped events and one catch-up', () => {
    fc.assert(
      fc.property(
        picks(40),
        fc.array(
          fc.tuple(
            fc.option(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { nil: null }),
            fc.nat(3),
          ),
          { maxLength: 40 },
        ),
        fc.integer({ min: 1, max: 7 }),
        (before, after, limit) => {
          const history = historyOf(before);
          let timeline = opened(history);
          const held: Message[] = [];
          for (const [pick, fate] of after) {
            const event = history.happen(pick).log.at(-1);
            if (!event || fate === 0) continue;
            if (fate === 1) held.push(event);
            else timeline = apply(timeline, fate === 2 ? [event, event] : [event, ...held.splice(0)]);
            checkWindow(timeline);
          }
          timeline = caughtUp(timeline, history, limit);
          const fresh = history.messages.slice(-timeline.messages.length || Infinity);
          expect(timeline.messages).toEqual(fresh);
          expect(timeline.version).toBe(history.version);
          expect(timeline.hasAfter).toBe(false);
          expect(timeline.ahead).toEqual([]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('stays true while pages load at both ends, jumps happen and events come late or never', () => {
    const action = fc.record({
      what: fc.constantFrom(
        'send',
        'send',
        'edit',
        'lose',
        'before',
        'after',
        'jump',
        'middle',
        'fail',
        'catchUp',
      ),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      meanwhile: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700 }), fc.array(action, { maxLength: 60 }), (size, actions) => {
        const history = messagesOf(size);
        let timeline = opened(history);
        const arrive = (count: number, late: number) => {
          for (let index = 0; index < count; index += 1) {
            history.happen(index % 2 === late ? 0.999 : null);
            timeline = apply(timeline, history.log.slice(-1));
          }
        };
        for (const { what, at, meanwhile } of actions) {
          const first = timeline.messages[0]?.seq ?? 1;
          const last = timeline.messages.at(-1)?.seq ?? 0;
          if (what === 'send' || what === 'edit') {
            history.happen(what === 'edit' ? at : null);
            timeline = apply(timeline, history.log.slice(-1));
          } else if (what === 'lose') history.happen(at < 0.5 ? null : at);
          else if (what === 'catchUp') timeline = caughtUp(timeline, history, 3);
          else {
            const known = history.version;
            const loading = what === 'before' || what === 'after' ? what : 'around';
            timeline = startLoading(timeline, loading);
            // The server may read before or after what happens meanwhile: here before, the harder case.
            const pages = {
              before: history.page(Math.max(0, first - 1 - pageSize), Math.min(pageSize, first - 1)),
              after: history.page(last, pageSize),
              jump: history.newest(),
              middle: history.page(Math.floor(at * history.messages.length), pageSize),
              fail: history.newest(),
            };
            const page = pages[what];
            arrive(meanwhile, 1);
            if (what === 'before') timeline = prependPage(timeline, page);
            else if (what === 'after') timeline = appendPage(timeline, page);
            else if (what === 'fail') timeline = stopLoading(timeline);
            else timeline = openPage(timeline, page, known);
          }
          checkWindow(timeline);
        }
        timeline = caughtUp(timeline, history, 500);
        const start = (timeline.messages[0]?.seq ?? 1) - 1;
        expect(timeline.messages).toEqual(history.messages.slice(start, start + timeline.messages.length));
        expect(timeline.hasBefore).toBe(start > 0);
        if (!timeline.hasAfter) expect(start + timeline.messages.length).toBe(history.messages.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the same object when nothing is new', () => {
    const history = messagesOf(3);
    const timeline = opened(history);
    expect(apply(timeline, history.log)).toBe(timeline);
    expect(applyChanges(timeline, history.changes(3, 10))).toBe(timeline);
  });

  it('shows nothing beyond a hole, but counts it and keeps it', () => {
    const history = messagesOf(10);
    const timeline = opened(history);
    history.happen(null).happen(null);
    const later = apply(timeline, history.log.slice(-1));
    expect(later.messages).toHaveLength(10);
    expect(later.version).toBe(10);
    expect(later.newestSeq).toBe(12);
    expect(apply(later, history.log.slice(-2, -1)).messages).toHaveLength(12);
  });

  it('gives way at the end that the reader leaves', () => {
    const history = messagesOf(1_000);
    let timeline = opened(history);
    for (let first = 950; first > 600; first -= pageSize)
      timeline = prependPage(startLoading(timeline, 'before'), history.page(first - pageSize, pageSize));
    expect(timeline.messages.map((item) => item.seq).at(-1)).toBe(900);
    expect(timeline).toMatchObject({ hasBefore: true, hasAfter: true, newer: 0 });
    history.happen(null).happen(null);
    timeline = apply(timeline, history.log.slice(-2));
    expect(timeline.newer).toBe(2);
    timeline = appendPage(startLoading(timeline, 'after'), history.page(900, pageSize));
    expect(timeline.messages).toHaveLength(windowSize);
    expect(timeline.messages[0]?.seq).toBe(651);
  });

  it('does not pull messages away from someone who reads older ones', () => {
    const history = messagesOf(windowSize);
    let timeline = opened(history);
    for (let first = 250; first > 0; first -= pageSize)
      timeline = prependPage(startLoading(timeline, 'before'), history.page(first - pageSize, pageSize));
    history.happen(null);
    timeline = apply(timeline, history.log.slice(-1));
    expect(timeline.messages[0]?.seq).toBe(1);
    expect(timeline).toMatchObject({ hasAfter: true, newer: 1 });
  });

  it('keeps the newest for someone who came back to them, whatever page is still on its way', () => {
    const history = messagesOf(1_000);
    let timeline = opened(history);
    for (let first = 950; first > 700; first -= pageSize)
      timeline = prependPage(startLoading(timeline, 'before'), history.page(first - pageSize, pageSize));
    timeline = readAt(startLoading(timeline, 'before'), 'newer');
    timeline = prependPage(timeline, history.page(650, pageSize));
    expect(timeline).toMatchObject({ hasBefore: true, hasAfter: false, loading: null });
    expect(timeline.messages[0]?.seq).toBe(701);
    history.happen(null);
    timeline = apply(timeline, history.log.slice(-1));
    expect(timeline).toMatchObject({ hasAfter: false, newer: 0 });
    expect(timeline.messages.at(-1)?.seq).toBe(1_001);
    expect(timeline.messages[0]?.seq).toBe(701 + pageSize);
  });
});

describe('a history that begins later', () => {
  const seqs = ({ messages }: Timeline) => messages.map(({ seq }) => seq);
  const whole = (count: number) => {
    const history = messagesOf(count);
    const waiting = newTimeline({ version: history.version, lastSeq: count, newLineSeq: null });
    return openPage(waiting, history.page(0, count), history.version);
  };

  it('loses what was before, once, and goes on with what comes', () => {
    const later = startingAt(whole(5), 4);
    expect(seqs(later)).toEqual([4, 5]);
    expect(later.hasBefore).toBe(false);
    expect(startingAt(later, 4)).toBe(later);
    expect(startingAt(later, 2)).toBe(later);
    expect(seqs(apply(later, [testMessage(6, 6)]))).toEqual([4, 5, 6]);
  });

  it('may be empty, and then begins with what comes', () => {
    const empty = startingAt(whole(5), 6);
    expect(seqs(empty)).toEqual([]);
    expect(seqs(apply(empty, [testMessage(6, 6)]))).toEqual([6]);
    const opened = newTimeline({ version: 5, firstSeq: 6, lastSeq: 5, newLineSeq: null });
    const page = { items: [], hasBefore: false, hasAfter: false };
    expect(seqs(apply(openPage(opened, page, 5), [testMessage(6, 6)]))).toEqual([6]);
  });

  it('leaves a window of nothing else as it is until another one is opened', () => {
    const early = openPage(
      newTimeline({ version: 90, lastSeq: 90, newLineSeq: null }),
      messagesOf(90).page(0, 50),
      90,
    );
    expect(startingAt(early, 60)).toBe(early);
  });
});
