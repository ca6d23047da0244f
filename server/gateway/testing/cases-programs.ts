import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import { type Cases, type Input, long } from './case.ts';
import { NOBODY } from './world.ts';

const terms = { scopes: ['read', 'send'] };
const botId =
  (more: object = {}): Input =>
  ({ bot }) => ({ id: bot.user.id, ...more });

const hookId =
  (more: object = {}): Input =>
  ({ outgoingHook }) => ({ id: outgoingHook.id, ...more });
const newHook =
  (more: object = {}): Input =>
  ({ open }) => ({
    ...{ name: 'Mirror', url: 'https://example.com/hook' },
    ...{ events: ['message.created'], conversationIds: [open.id], ...more },
  });

/** Cases of tokens, bots and webhooks. */
export const programsCases = {
  'token:list': { as: 'ben', good: [() => ({})] },
  'token:create': {
    as: 'ben',
    mayBeNull: 'expiresAt',
    good: [
      () => ({ name: 'Deploys', ...terms }),
      () => ({
        name: 'For a while',
        scopes: ['send', 'read', 'send'],
        expiresAt: '2100-01-01T01:00:00+01:00',
      }),
    ],
    refused: [
      ['a long name', 'ben', () => ({ name: long(limits.tokenName), ...terms }), 'invalid', 'name'],
      ['no scope', 'ben', () => ({ name: 'None', scopes: [] }), 'invalid', 'scopes'],
      ['an unknown scope', 'ben', () => ({ name: 'All', scopes: ['all'] }), 'invalid', 'scopes.0'],
      [
        'an end that is past',
        'ben',
        () => ({ name: 'Late', ...terms, expiresAt: '2020-01-01T00:00:00Z' }),
        'invalid',
        'expiresAt',
      ],
    ],
  },
  'token:revoke': {
    as: 'ben',
    good: [({ token }) => ({ id: token.id })],
    refused: [['somebody else’s', 'ada', ({ token }) => ({ id: token.id }), 'not_found']],
  },
  'bot:list': {
    as: 'ada',
    good: [() => ({}), () => ({ q: 'parr' }), () => ({ limit: 1 })],
    refused: [
      ['a member', 'ben', () => ({}), 'forbidden'],
      ['an invented cursor', 'ada', () => ({ cursor: 'x' }), 'invalid', 'cursor'],
    ],
  },
  'bot:create': {
    as: 'ada',
    mayBeNull: 'expiresAt',
    good: [
      () => ({ name: 'Echo', ...terms }),
      () => ({ name: 'Doors', handle: 'doors', role: 'guest', ...terms }),
    ],
    refused: [
      ['a member', 'ben', () => ({ name: 'Mine', ...terms }), 'forbidden'],
      ['a taken handle', 'ada', () => ({ name: 'B', handle: 'cy', ...terms }), 'conflict', 'handle'],
      ['another role', 'ada', () => ({ name: 'B', role: 'owner', ...terms }), 'invalid', 'role'],
      ['no scope', 'ada', () => ({ name: 'B', scopes: [] }), 'invalid', 'scopes'],
    ],
  },
  'bot:update': {
    as: 'ada',
    good: [botId({ name: 'Polly' }), botId({ handle: 'polly7' })],
    refused: [
      ['a member', 'ben', botId({ name: 'Mine' }), 'forbidden'],
      ['a person', 'ada', ({ ben }) => ({ id: ben.id, name: 'Bot' }), 'not_found'],
      ['nothing', 'ada', botId(), 'invalid', 'name'],
      ['a taken handle', 'ada', botId({ handle: 'cy' }), 'conflict', 'handle'],
    ],
  },
  'bot:rotate': {
    as: 'ada',
    mayBeNull: 'expiresAt',
    good: [botId(terms)],
    refused: [
      ['a member', 'ben', botId(terms), 'forbidden'],
      ['a person', 'ada', ({ ben }) => ({ id: ben.id, ...terms }), 'not_found'],
    ],
  },
  'incoming-hook:list': {
    as: 'ada',
    good: [() => ({})],
    refused: [['a member', 'ben', () => ({}), 'forbidden']],
  },
  'incoming-hook:create': {
    as: 'ada',
    good: [({ open }) => ({ name: 'Builds', conversationId: open.id })],
    refused: [
      ['a member', 'ben', ({ open }) => ({ name: 'Mine', conversationId: open.id }), 'forbidden'],
      [
        'a long name',
        'ada',
        ({ open }) => ({ name: long(limits.userName), conversationId: open.id }),
        'invalid',
        'name',
      ],
      [
        'a direct conversation',
        'ada',
        ({ direct }) => ({ name: 'Us', conversationId: direct.id }),
        'forbidden',
      ],
      ['no conversation', 'ada', () => ({ name: 'Nowhere', conversationId: NOBODY }), 'not_found'],
    ],
  },
  'incoming-hook:rotate': {
    as: 'ada',
    good: [({ incomingHook }) => ({ id: incomingHook.user.id })],
    refused: [
      ['a member', 'ben', ({ incomingHook }) => ({ id: incomingHook.user.id }), 'forbidden'],
      ['a bot', 'ada', botId(), 'not_found'],
    ],
  },
  'incoming-hook:remove': {
    as: 'ada',
    good: [({ spareIncomingHook }) => ({ id: spareIncomingHook.user.id })],
    refused: [
      ['a member', 'ben', ({ incomingHook }) => ({ id: incomingHook.user.id }), 'forbidden'],
      ['a person', 'ada', ({ ben }) => ({ id: ben.id }), 'not_found'],
    ],
  },
  'outgoing-hook:list': {
    as: 'ada',
    good: [() => ({})],
    refused: [['a member', 'ben', () => ({}), 'forbidden']],
  },
  'outgoing-hook:create': {
    as: 'ada',
    good: [newHook(), newHook({ events: ['member.left', 'message.created', 'member.left'] })],
    refused: [
      ['a member', 'ben', newHook(), 'forbidden'],
      ['no address', 'ada', newHook({ url: 'example.com' }), 'invalid', 'url'],
      ['a private address', 'ada', newHook({ url: 'http://10.0.0.1/' }), 'invalid', 'url'],
      ['no event', 'ada', newHook({ events: [] }), 'invalid', 'events'],
      ['an unknown event', 'ada', newHook({ events: ['everything'] }), 'invalid', 'events.0'],
      ['no conversation', 'ada', newHook({ conversationIds: [] }), 'invalid', 'conversationIds'],
      ['nobody’s conversation', 'ada', newHook({ conversationIds: [NOBODY] }), 'not_found'],
    ],
  },
  'outgoing-hook:update': {
    as: 'ada',
    good: [hookId({ name: 'Archive' }), hookId({ enabled: false }), hookId({ enabled: true })],
    refused: [
      ['a member', 'ben', hookId({ name: 'Mine' }), 'forbidden'],
      ['nobody’s', 'ada', () => ({ id: NOBODY, name: 'None' }), 'not_found'],
      ['a private address', 'ada', hookId({ url: 'http://[::1]/' }), 'invalid', 'url'],
    ],
  },
  'outgoing-hook:rotate': {
    as: 'ada',
    good: [hookId()],
    refused: [
      ['a member', 'ben', hookId(), 'forbidden'],
      ['nobody’s', 'ada', () => ({ id: NOBODY }), 'not_found'],
    ],
  },
  'outgoing-hook:remove': {
    as: 'ada',
    good: [({ spareOutgoingHook }) => ({ id: spareOutgoingHook.id })],
    refused: [
      ['a member', 'ben', hookId(), 'forbidden'],
      ['nobody’s', 'ada', () => ({ id: NOBODY }), 'not_found'],
    ],
  },
  'outgoing-hook:deliveries': {
    as: 'ada',
    good: [hookId(), hookId({ limit: 1 })],
    refused: [
      ['a member', 'ben', hookId(), 'forbidden'],
      ['nobody’s', 'ada', () => ({ id: NOBODY }), 'not_found'],
      ['an invented cursor', 'ada', hookId({ cursor: 'x' }), 'invalid', 'cursor'],
    ],
  },
  'outgoing-hook:replay': {
    as: 'ada',
    good: [({ outgoingHook, hookDelivery }) => ({ id: outgoingHook.id, deliveryId: hookDelivery.id })],
    refused: [
      ['a member', 'ben', hookId({ deliveryId: NOBODY }), 'forbidden'],
      ['no delivery', 'ada', hookId({ deliveryId: NOBODY }), 'not_found'],
    ],
  },
} as const satisfies Partial<Record<OperationName, Cases>>;
