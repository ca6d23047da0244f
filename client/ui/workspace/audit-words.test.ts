import { expect, test } from 'vitest';
import type { AuditAction } from '#contract/audit.ts';
import { auditSentences } from './audit-words.ts';

/** What is said of something that Ada did to Ben, with facts as the page gives them. */
function told(action: AuditAction, facts: Record<string, string>): string {
  return auditSentences[action]('Ada', 'Ben', {
    said: (name) => facts[name] ?? '',
    is: (name, value) => facts[name] === value,
    has: (name) => name in facts,
  });
}

test('a change of the workspace says what it is now', () => {
  const changed = 'Ada changed settings of the workspace: ';
  expect(told('workspace.changed', { fields: 'its picture' })).toBe(`${changed}its picture`);
  expect(
    told('workspace.changed', {
      ...{ fields: 'whatever', name: 'Acme', openSignUp: 'false', signUpDomains: '', editMinutes: '5' },
      ...{ retentionDays: '', requireSecondFactor: 'true' },
    }),
  ).toBe(
    `${changed}its name is Acme, nobody signs up uninvited, one signs up with any address, a second factor is required, messages may be edited for 5 minutes, messages are kept for ever`,
  );
});

test('how long a conversation keeps messages, and who was taken out of it', () => {
  const kept = (days: string, kind = 'private') => told('channel.retention', { days, kind });
  expect(kept('30')).toBe('Ada had messages in Ben kept for 30 days');
  expect(kept('1')).toBe('Ada had messages in Ben kept for 1 day');
  expect(kept('0')).toBe('Ada had messages in Ben kept for ever');
  expect(kept('', 'direct')).toBe(
    'Ada had messages in a direct conversation kept for as long as in the workspace',
  );
  expect(told('channel.member_removed', { channel: 'open' })).toBe('Ada removed Ben from open');
});
