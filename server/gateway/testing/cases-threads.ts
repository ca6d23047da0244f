import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import { type Cases, cursorOf } from './case.ts';
import { NOBODY } from './world.ts';

/** Cases of threads. What else there is to ask of a thread is asked of every conversation. */
export const threadsCases = {
  'message:thread': {
    as: 'ben',
    good: [({ message }) => ({ id: message.id }), ({ message }) => ({ id: message.id })],
    statuses: [201, 200],
    refused: [
      ["in another's private conversation", 'cy', ({ message }) => ({ id: message.id }), 'not_found'],
      ['what stands in a thread', 'ada', ({ reply }) => ({ id: reply.id }), 'forbidden'],
    ],
  },
  'thread:list': {
    as: 'ada',
    good: [() => ({ limit: 1 }), () => ({})],
    refused: [
      ['an invented cursor', 'ada', () => ({ cursor: 'bm90aGluZw' }), 'invalid', 'cursor'],
      ['too large a page', 'ada', () => ({ limit: 101, cursor: cursorOf('x') }), 'invalid', 'limit'],
    ],
  },
  'thread:watch': {
    as: 'ben',
    good: [({ thread }) => ({ conversationIds: [thread.id] }), () => ({ conversationIds: [] })],
    refused: [
      [
        "a thread in others' conversation",
        'cy',
        ({ thread }) => ({ conversationIds: [thread.id] }),
        'not_found',
      ],
      ['what is no thread', 'ben', ({ secret }) => ({ conversationIds: [secret.id] }), 'not_found'],
      ['no conversation at all', 'ben', () => ({ conversationIds: [NOBODY] }), 'not_found'],
      [
        'too many threads',
        'ben',
        () => ({ conversationIds: Array.from({ length: limits.watchedThreads + 1 }, () => NOBODY) }),
        'invalid',
        'conversationIds',
      ],
    ],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
