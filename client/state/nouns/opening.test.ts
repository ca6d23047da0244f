import { describe, expect, it } from 'vitest';
import { testMessage, testMyConversation } from './fixtures.ts';
import { openingOf } from './opening.ts';
import { newTimeline, openPage, type Timeline } from './timeline.ts';

function loaded(first: number, last: number, hasAfter = false): Timeline {
  const items = Array.from({ length: last - first + 1 }, (_, n) => testMessage(first + n, first + n));
  const waiting = newTimeline({ version: last, lastSeq: last, newLineSeq: null });
  return openPage(waiting, { items, hasBefore: first > 1, hasAfter }, last);
}

const conversation = (lastSeq: number, lastReadSeq = lastSeq) =>
  testMyConversation({ lastSeq, version: lastSeq, lastReadSeq });
const come = { at: null, isReturn: false };
const stay = { at: null, isReturn: true };

describe('opening a conversation', () => {
  it('asks for the newest page, or from the first unread message when there are many', () => {
    expect(openingOf(conversation(500), undefined, come)).toMatchObject({
      page: { limit: 50 },
      timeline: { messages: [], loading: 'around', newLineSeq: null },
    });
    expect(openingOf(conversation(500, 440), undefined, come).page).toEqual({ limit: 90 });
    expect(openingOf(conversation(500, 100), undefined, come)).toMatchObject({
      page: { around: 101 },
      timeline: { newLineSeq: 100 },
    });
  });

  it('asks for nothing that is there, and draws the line anew', () => {
    const timeline = loaded(451, 500);
    expect(openingOf(conversation(500), timeline, come)).toEqual({ timeline, page: null });
    const unread = openingOf(conversation(503, 500), timeline, come);
    expect(unread.page).toBeNull();
    expect(unread.timeline.newLineSeq).toBe(500);
    expect(openingOf(conversation(503, 500), timeline, stay).timeline).toBe(timeline);
  });

  it('loads anew what would not hold the first unread message', () => {
    expect(openingOf(conversation(900, 500), loaded(451, 500), come).page).toEqual({ around: 501 });
    expect(openingOf(conversation(900, 500), loaded(451, 500), stay).page).toBeNull();
    expect(openingOf(conversation(500, 300), loaded(1, 50, true), come).page).toEqual({ around: 301 });
  });

  it('goes to a message that is pointed at, unless it is in the window', () => {
    expect(openingOf(conversation(500), loaded(451, 500), { at: 470, isReturn: true }).page).toBeNull();
    expect(openingOf(conversation(500), loaded(451, 500), { at: 40, isReturn: true }).page).toEqual({
      around: 40,
    });
    expect(openingOf(conversation(500), undefined, { at: 40, isReturn: false }).page).toEqual({ around: 40 });
  });
});
