import type { OperationName } from '#contract/operations.ts';
import { type Cases, cursorOf } from './case.ts';

/** Cases of the messages that mention somebody. */
export const mentionsCases = {
  'mention:list': {
    as: 'ada',
    good: [() => ({ limit: 1 }), () => ({}), () => ({ cursor: cursorOf('') })],
    refused: [
      ['an invented cursor', 'ben', () => ({ cursor: 'here' }), 'invalid', 'cursor'],
      ['too large a page', 'ben', () => ({ limit: 101 }), 'invalid', 'limit'],
    ],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
