import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import { type Cases, cursorOf, hidden, long } from './case.ts';

/** Cases of searching. */
export const searchCases = {
  'message:search': {
    as: 'ben',
    good: [
      () => ({ q: 'first' }),
      ({ secret, ada }) => ({ q: 'second', conversationId: secret.id, authorId: ada.id }),
      () => ({ q: '"first"', before: '2020-01-01T00:00:00Z', after: '2019-01-01T00:00:00+02:00', limit: 1 }),
      () => ({ q: 'from:ada in:#open on:today', timeZone: 'Asia/Tokyo' }),
      () => ({ q: 'has:link -draft after:2020-02-29' }),
      () => ({ q: 'is:thread' }),
      () => ({ q: '?!' }),
    ],
    refused: [
      hidden(() => ({ q: 'first' })),
      ['nothing to look for', 'ben', () => ({ q: ' ' }), 'invalid', 'q'],
      ['a long text', 'ben', () => ({ q: long(limits.searchQuery) }), 'invalid', 'q'],
      ['too many words', 'ben', () => ({ q: 'a b c d e f g h i j k l m n o p q r s t u' }), 'invalid', 'q'],
      ['an unknown filter', 'ben', () => ({ q: 'is:purple' }), 'invalid', 'q'],
      ['a day that is none', 'ben', () => ({ q: 'on:2026-02-30' }), 'invalid', 'q'],
      ['a filter left out', 'ben', () => ({ q: '-from:ada' }), 'invalid', 'q'],
      ['nobody’s handle', 'ben', () => ({ q: 'from:@nobody.at.all' }), 'invalid', 'q'],
      ["another's private channel by name", 'cy', () => ({ q: 'in:#secret' }), 'invalid', 'q'],
      ['a channel that is not there', 'cy', () => ({ q: 'in:#nowhere' }), 'invalid', 'q'],
      ['no time', 'ben', () => ({ q: 'first', before: 'tomorrow' }), 'invalid', 'before'],
      ['no time zone', 'ben', () => ({ q: 'first', timeZone: 'Mars/Base' }), 'invalid', 'timeZone'],
      ['an invented cursor', 'ben', () => ({ q: 'first', cursor: 'x' }), 'invalid', 'cursor'],
      ["another list's cursor", 'ben', () => ({ q: 'first', cursor: cursorOf('ada') }), 'invalid', 'cursor'],
      ['too large a page', 'ben', () => ({ q: 'first', limit: limits.searchPage + 1 }), 'invalid', 'limit'],
    ],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
