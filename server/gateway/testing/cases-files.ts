import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import { type Cases, cursorOf, hidden, inSecret, long } from './case.ts';

/** Cases of files: what is JSON about them. */
export const filesCases = {
  'file:info': {
    as: 'ben',
    good: [({ file }) => ({ id: file.id })],
    refused: [["in another's private conversation", 'cy', ({ file }) => ({ id: file.id }), 'not_found']],
  },
  'file:text': {
    as: 'ben',
    good: [({ file }) => ({ id: file.id })],
    refused: [["in another's private conversation", 'cy', ({ file }) => ({ id: file.id }), 'not_found']],
  },
  'file:update': {
    as: 'ada',
    good: [({ file }) => ({ id: file.id, alt: 'A page of notes' }), ({ file }) => ({ id: file.id, alt: '' })],
    refused: [
      ["another's", 'ben', ({ file }) => ({ id: file.id, alt: 'Notes' }), 'forbidden'],
      ["in another's private conversation", 'cy', ({ file }) => ({ id: file.id, alt: 'Notes' }), 'not_found'],
      ['a long text', 'ada', ({ file }) => ({ id: file.id, alt: long(limits.altText) }), 'invalid', 'alt'],
    ],
  },
  'file:list': {
    as: 'ben',
    good: [inSecret, (world) => ({ ...inSecret(world), kind: 'image', limit: 1 })],
    refused: [
      hidden(),
      ['no kind', 'ben', (world) => ({ ...inSecret(world), kind: 'purple' }), 'invalid', 'kind'],
      ['an invented cursor', 'ben', (world) => ({ ...inSecret(world), cursor: 'x' }), 'invalid', 'cursor'],
      [
        "another list's cursor",
        'ben',
        (world) => ({ ...inSecret(world), cursor: cursorOf('ada') }),
        'invalid',
        'cursor',
      ],
      ['too large a page', 'ben', (world) => ({ ...inSecret(world), limit: 101 }), 'invalid', 'limit'],
    ],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
