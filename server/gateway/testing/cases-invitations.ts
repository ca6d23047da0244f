import { limits } from '#contract/limits.ts';
import type { OperationName } from '#contract/operations.ts';
import type { Cases } from './case.ts';

const emails = (count: number) => Array.from({ length: count }, (_, n) => `guest${n}@team.test`);

/** Cases of invitations and of coming in. */
export const invitationsCases = {
  'invitation:create': {
    as: 'ada',
    good: [
      ({ open }) => ({ role: 'guest', hours: 0, uses: 0, conversationIds: [open.id, open.id] }),
      () => ({ role: 'admin' }),
    ],
    refused: [
      ['a member', 'ben', () => ({ role: 'member' }), 'forbidden'],
      ['another owner', 'ada', () => ({ role: 'owner' }), 'invalid', 'role'],
      ['a guest who comes nowhere', 'ada', () => ({ role: 'guest' }), 'invalid', 'conversationIds'],
      [
        'a direct conversation',
        'ada',
        ({ direct }) => ({ role: 'guest', conversationIds: [direct.id] }),
        'invalid',
        'conversationIds',
      ],
      ['too long', 'ada', () => ({ role: 'member', hours: limits.invitationHours + 1 }), 'invalid', 'hours'],
      ['too often', 'ada', () => ({ role: 'member', uses: limits.invitationUses + 1 }), 'invalid', 'uses'],
      [
        'too many channels',
        'ada',
        ({ open }) => ({
          role: 'member',
          conversationIds: Array(limits.invitationChannels + 1).fill(open.id),
        }),
        'invalid',
        'conversationIds',
      ],
    ],
  },
  'invitation:list': {
    as: 'ada',
    good: [() => ({ limit: 1 }), () => ({})],
    refused: [
      ['a member', 'ben', () => ({}), 'forbidden'],
      ['an invented cursor', 'ada', () => ({ cursor: 'bm90aGluZw' }), 'invalid', 'cursor'],
    ],
  },
  'invitation:settings': {
    as: 'ada',
    good: [() => ({})],
    refused: [['a member', 'ben', () => ({}), 'forbidden']],
  },
  'invitation:get': {
    as: 'cy',
    good: [({ invitation }) => ({ token: invitation.token })],
    refused: [['an unknown token', 'cy', () => ({ token: 'nothing' }), 'not_found']],
  },
  'invitation:accept': {
    as: 'cy',
    good: [
      ({ invitation }) => ({ token: invitation.token }),
      // The same again, as by whoever lost the answer.
      ({ invitation }) => ({ token: invitation.token }),
    ],
    refused: [
      ['an unknown token', 'cy', () => ({ token: 'nothing' }), 'not_found'],
      ['a long token', 'cy', () => ({ token: 'x'.repeat(101) }), 'invalid', 'token'],
    ],
  },
  'invitation:revoke': {
    as: 'ada',
    good: [({ invitation }) => ({ id: invitation.id }), ({ invitation }) => ({ id: invitation.id })],
    refused: [["another's", 'ben', ({ invitation }) => ({ id: invitation.id }), 'not_found']],
  },
  'invitation:mail': {
    as: 'ada',
    good: [() => ({ role: 'member', emails: emails(2) })],
    withoutMail: 'forbidden',
    refused: [
      ['no address', 'ada', () => ({ role: 'member', emails: [] }), 'invalid', 'emails'],
      ['half an address', 'ada', () => ({ role: 'member', emails: ['ada@'] }), 'invalid', 'emails.0'],
      [
        'too many addresses',
        'ada',
        () => ({ role: 'member', emails: emails(limits.invitationEmails + 1) }),
        'invalid',
        'emails',
      ],
    ],
  },
  'invitation:request': {
    as: 'cy',
    good: [() => ({ email: 'dora@team.test' })],
    withoutMail: 'forbidden',
    refused: [['half an address', 'cy', () => ({ email: 'dora@' }), 'invalid', 'email']],
  },
  'welcome:get': { as: 'cy', good: [() => ({})] },
} as const satisfies Partial<Record<OperationName, Cases>>;
