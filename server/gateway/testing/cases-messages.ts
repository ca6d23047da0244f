import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import { type Cases, hidden, type Input, inSecret, long } from './case.ts';
import { CLIENT_ID, NOBODY } from './world.ts';

const message =
  (clientId: string, body = 'hello'): Input =>
  ({ secret }) => ({
    conversationId: secret.id,
    clientId,
    body,
  });

const toThread =
  (clientId: string): Input =>
  ({ thread }) => ({ conversationId: thread.id, clientId, body: 'for everybody', alsoInParent: true });

/** Cases of messages, reactions, reading and typing. */
export const messagesCases = {
  'message:quotes': {
    as: 'ben',
    good: [
      ({ secret }) => ({ refs: [`${secret.id}:1`] }),
      ({ direct, thread }) => ({ refs: [`${direct.id}:1:1`, `${thread.id}:1`, `${NOBODY}:7`] }),
      ({ secret }) => ({ refs: Array.from({ length: limits.quotes }, () => `${secret.id}:2147483647`) }),
    ],
    refused: [
      [
        'too many',
        'ben',
        ({ secret }) => ({ refs: Array.from({ length: limits.quotes + 1 }, () => `${secret.id}:1`) }),
        'invalid',
        'refs',
      ],
      ['no number', 'ben', ({ secret }) => ({ refs: [secret.id] }), 'invalid', 'refs.0'],
      ['a number of nothing', 'ben', ({ secret }) => ({ refs: [`${secret.id}:0`] }), 'invalid', 'refs.0'],
      [
        'a number beyond all',
        'ben',
        ({ secret }) => ({ refs: [`${secret.id}:2147483648`] }),
        'invalid',
        'refs.0',
      ],
      ['no conversation', 'ben', () => ({ refs: ['secret:1'] }), 'invalid', 'refs.0'],
    ],
  },
  'message:list': {
    as: 'ben',
    good: [
      ({ secret }) => ({ conversationId: secret.id, around: 1, limit: 10 }),
      ({ secret }) => ({ conversationId: secret.id, before: 1 }),
      ({ secret }) => ({ conversationId: secret.id, after: 0, limit: 1 }),
      ({ direct }) => ({ conversationId: direct.id }),
      ({ secret }) => ({ conversationId: secret.id, at: '2020-01-01T00:00:00+02:00', limit: 1 }),
      ({ secret }) => ({ conversationId: secret.id, at: '2999-01-01T00:00:00Z' }),
    ],
    refused: [
      hidden(),
      ['two places', 'ben', ({ secret }) => ({ conversationId: secret.id, before: 1, after: 1 }), 'invalid'],
      [
        'a place and a time',
        'ben',
        ({ secret }) => ({ conversationId: secret.id, around: 1, at: '2020-01-01T00:00:00Z' }),
        'invalid',
      ],
      ['no time', 'ben', ({ secret }) => ({ conversationId: secret.id, at: '2020-01-01' }), 'invalid', 'at'],
      [
        'too large a page',
        'ben',
        ({ secret }) => ({ conversationId: secret.id, limit: 101 }),
        'invalid',
        'limit',
      ],
      [
        'a negative place',
        'ben',
        ({ secret }) => ({ conversationId: secret.id, before: -1 }),
        'invalid',
        'before',
      ],
      [
        'half a place',
        'ben',
        ({ secret }) => ({ conversationId: secret.id, before: 1.5 }),
        'invalid',
        'before',
      ],
      [
        'a place beyond all',
        'ben',
        ({ secret }) => ({ conversationId: secret.id, before: 2 ** 31 }),
        'invalid',
        'before',
      ],
    ],
  },
  'message:send': {
    as: 'ben',
    good: [
      message('019a0000-0000-7000-8000-0000000000d1'),
      message('019A0000-0000-7000-8000-0000000000D1', 'other'),
      message('019a0000-0000-7000-8000-0000000000d3', '@ada, see #open and #spare-secret @channel `@cy`'),
      toThread('019a0000-0000-7000-8000-0000000000d5'),
      toThread('019a0000-0000-7000-8000-0000000000d5'),
    ],
    statuses: [201, 200, 201, 201, 200],
    refused: [
      [
        'a copy of what is in no thread',
        'ben',
        (world) => ({ ...message('019a0000-0000-7000-8000-0000000000d4')(world), alsoInParent: true }),
        'invalid',
        'alsoInParent',
      ],
      hidden(message('019a0000-0000-7000-8000-0000000000d2')),
      [
        'a public one not joined',
        'cy',
        ({ open }) => ({ conversationId: open.id, clientId: CLIENT_ID, body: 'x' }),
        'forbidden',
      ],
      [
        'a clientId of another conversation',
        'ada',
        ({ open }) => ({ conversationId: open.id, clientId: CLIENT_ID, body: 'x' }),
        'conflict',
        'clientId',
      ],
      ['a long body', 'ben', message(CLIENT_ID, long(limits.messageBody)), 'invalid', 'body'],
      ['nothing but space', 'ben', message(CLIENT_ID, ' \n\u00a0\u3000'), 'invalid', 'body'],
      ['U+0000', 'ben', message(CLIENT_ID, 'a\u0000b'), 'invalid', 'body'],
      ['a lone surrogate', 'ben', message(CLIENT_ID, 'a\ud800'), 'invalid', 'body'],
    ],
  },
  'message:edit': {
    as: 'ada',
    good: [
      ({ message }) => ({ id: message.id, body: 'first, mended' }),
      // Nothing to be in conflict with: the text is there already.
      ({ message }) => ({ id: message.id, body: 'first, mended', basedOn: message.createdAt }),
    ],
    refused: [
      [
        'a text that another has replaced',
        'ada',
        ({ message }) => ({ id: message.id, body: 'late', basedOn: '2026-01-01T00:00:00.000Z' }),
        'conflict',
      ],
      [
        'a time that is none',
        'ada',
        ({ message }) => ({ id: message.id, body: 'late', basedOn: 'yesterday' }),
        'invalid',
        'basedOn',
      ],
      ["another's message", 'ben', ({ message }) => ({ id: message.id, body: 'mine' }), 'forbidden'],
      [
        "in another's private conversation",
        'cy',
        ({ message }) => ({ id: message.id, body: 'mine' }),
        'not_found',
      ],
      [
        'a long body',
        'ada',
        ({ message }) => ({ id: message.id, body: long(limits.messageBody) }),
        'invalid',
        'body',
      ],
    ],
  },
  'reaction:add': {
    as: 'ben',
    good: [
      ({ message }) => ({ messageId: message.id, emoji: '👩🏽‍🚀' }),
      ({ message }) => ({ messageId: message.id, emoji: '👩🏽‍🚀' }),
    ],
    refused: [
      [
        "in another's private conversation",
        'cy',
        ({ message }) => ({ messageId: message.id, emoji: '👍' }),
        'not_found',
      ],
      ['two emoji', 'ben', ({ message }) => ({ messageId: message.id, emoji: '👍👍' }), 'invalid', 'emoji'],
      ['a word', 'ben', ({ message }) => ({ messageId: message.id, emoji: 'up' }), 'invalid', 'emoji'],
    ],
  },
  'reaction:remove': {
    as: 'ben',
    good: [
      ({ message }) => ({ messageId: message.id, emoji: '👩🏽‍🚀' }),
      ({ message }) => ({ messageId: message.id, emoji: '👩🏽‍🚀' }),
    ],
    refused: [
      [
        "in another's private conversation",
        'cy',
        ({ message }) => ({ messageId: message.id, emoji: '👍' }),
        'not_found',
      ],
      ['a word', 'ben', ({ message }) => ({ messageId: message.id, emoji: 'up' }), 'invalid', 'emoji'],
    ],
  },
  'message:delete': {
    as: 'ada',
    good: [({ spareMessage }) => ({ id: spareMessage.id })],
    refused: [
      ["another's message", 'ben', ({ spareMessage }) => ({ id: spareMessage.id }), 'forbidden'],
      [
        "in another's private conversation",
        'cy',
        ({ spareMessage }) => ({ id: spareMessage.id }),
        'not_found',
      ],
    ],
  },
  'message:remove-preview': {
    as: 'ada',
    mayBeAbsent: 'previewId',
    good: [({ spareMessage }) => ({ id: spareMessage.id, previewId: NOBODY })],
    statuses: [200],
    refused: [
      [
        "another's message",
        'ben',
        ({ spareMessage }) => ({ id: spareMessage.id, previewId: NOBODY }),
        'forbidden',
      ],
      [
        "in another's private conversation",
        'cy',
        ({ spareMessage }) => ({ id: spareMessage.id, previewId: NOBODY }),
        'not_found',
      ],
    ],
  },
  'message:restore': {
    as: 'ada',
    // The first brings back what was deleted just before; the second finds it there.
    good: [({ spareMessage }) => ({ id: spareMessage.id }), ({ spareMessage }) => ({ id: spareMessage.id })],
    statuses: [200, 200],
    refused: [
      ["another's message", 'ben', ({ spareMessage }) => ({ id: spareMessage.id }), 'forbidden'],
      [
        "in another's private conversation",
        'cy',
        ({ spareMessage }) => ({ id: spareMessage.id }),
        'not_found',
      ],
    ],
  },
  'message:edits': {
    as: 'ada',
    good: [({ message }) => ({ id: message.id })],
    refused: [
      ["another's message", 'ben', ({ message }) => ({ id: message.id }), 'forbidden'],
      ["in another's private conversation", 'cy', ({ message }) => ({ id: message.id }), 'not_found'],
    ],
  },
  'conversation:changes': {
    as: 'ben',
    good: [
      ({ secret }) => ({ conversationId: secret.id, after: 0, limit: 1 }),
      ({ secret }) => ({ conversationId: secret.id, after: 1 }),
    ],
    refused: [
      hidden(() => ({ after: 0 })),
      [
        'too large a page',
        'ben',
        ({ secret }) => ({ conversationId: secret.id, after: 0, limit: 501 }),
        'invalid',
        'limit',
      ],
    ],
  },
  'conversation:read': {
    as: 'ben',
    good: [
      ({ secret }) => ({ conversationId: secret.id, seq: 1 }),
      ({ secret }) => ({ conversationId: secret.id, seq: 99 }),
      ({ secret, ben }) => ({ conversationId: secret.id, seq: 99, userId: ben.id }),
      ({ secret }) => ({ conversationId: secret.id, seq: 0 }),
      ({ secret }) => ({ conversationId: secret.id, seq: 1, onlyForward: true, readVersion: 1 }),
    ],
    refused: [
      hidden(() => ({ seq: 1 })),
      [
        "another's reading",
        'ben',
        ({ secret, ada }) => ({ conversationId: secret.id, seq: 1, userId: ada.id }),
        'forbidden',
      ],
      ['a public one not joined', 'cy', ({ open }) => ({ conversationId: open.id, seq: 1 }), 'forbidden'],
      ['a negative place', 'ben', ({ secret }) => ({ conversationId: secret.id, seq: -1 }), 'invalid', 'seq'],
      [
        'a place beyond all',
        'ben',
        ({ secret }) => ({ conversationId: secret.id, seq: 2 ** 31 }),
        'invalid',
        'seq',
      ],
      [
        'neither forward nor back',
        'ben',
        ({ secret }) => ({ conversationId: secret.id, seq: 1, onlyForward: false }),
        'invalid',
        'onlyForward',
      ],
      [
        'half a version',
        'ben',
        ({ secret }) => ({ conversationId: secret.id, seq: 1, readVersion: 0.5 }),
        'invalid',
        'readVersion',
      ],
    ],
  },
  'conversation:notify': {
    as: 'ben',
    good: [
      ({ secret }) => ({ conversationId: secret.id, level: 'mentions', muted: true }),
      ({ direct }) => ({ conversationId: direct.id, muted: false }),
      inSecret,
    ],
    refused: [
      hidden(),
      [
        'a public one not joined',
        'cy',
        ({ open }) => ({ conversationId: open.id, muted: true }),
        'forbidden',
      ],
      [
        'an unknown level',
        'ben',
        ({ secret }) => ({ conversationId: secret.id, level: 'some' }),
        'invalid',
        'level',
      ],
      [
        'a word as muted',
        'ben',
        ({ secret }) => ({ conversationId: secret.id, muted: 'yes' }),
        'invalid',
        'muted',
      ],
    ],
  },
  typing: { as: 'ben', good: [inSecret], refused: [hidden()] },
} as const satisfies Partial<Record<OperationName, Cases>>;
