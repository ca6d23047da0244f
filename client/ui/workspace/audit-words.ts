import type { AuditAction } from '#contract/audit.ts';
import type { ReportMeasure } from '#contract/reports.ts';
import type { WorkspacePatch } from '#contract/workspace.ts';

/** What else an entry knows: to be said in its sentence, and to be asked for. */
interface Facts {
  said(name: string): string;
  is(name: string, value: string): boolean;
  has(name: string): boolean;
}

/** A sentence of somebody's name, that of what they did it to, and facts. */
type Told = (who: string, what: string, facts: Facts) => string;

/** Every action as a sentence: one without does not compile. */
export const auditSentences: Record<AuditAction, Told> = {
  'user.created': (who) => `${who} joined`,
  'user.role': (who, what, { said }) =>
    `${who} changed the role of ${what} from ${said('from')} to ${said('to')}`,
  'user.suspended': (who, what) => `${who} suspended ${what}`,
  'user.reactivated': (who, what) => `${who} let ${what} come in again`,
  'user.removed': (who, what, { is }) =>
    is('messages', 'delete') ? `${who} removed ${what} with their messages` : `${who} removed ${what}`,
  'user.signed_out': (who, what) => `${who} signed ${what} out everywhere`,
  'user.email': (who, what) => `${who} changed the email address of ${what}`,
  'user.password': (who, what) => `${who} changed the password of ${what}`,
  'user.password_link': (who, what) => `${who} made a link to a new password for ${what}`,
  'user.second_factor': (who, what) => `${who} changed the second factor of ${what}`,
  'user.sign_in_linked': (who, what) => `${who} joined another way of signing in to the account of ${what}`,
  'user.warned': (who, what) => `${who} warned ${what}`,
  'invitation.created': (who) => `${who} made an invitation`,
  'invitation.revoked': (who) => `${who} revoked an invitation`,
  'invitation.used': (who) => `${who} came by an invitation`,
  'workspace.changed': (who, _what, facts) =>
    `${who} changed settings of the workspace: ${changesOf(facts) || facts.said('fields')}`,
  'workspace.exported': (who) => `${who} exported the whole workspace`,
  'workspace.imported': (who) => `${who} imported a workspace`,
  'audit.exported': (who, _what, { said }) => `${who} exported the audit log (${said('format')})`,
  'channel.default': (who, what, { is }) =>
    is('isDefault', 'true')
      ? `${who} has newcomers join ${what}`
      : `${who} has newcomers no longer join ${what}`,
  'channel.renamed': (who, what, { said }) => `${who} renamed ${what} to ${said('name')}`,
  'channel.archived': (who, what) => `${who} archived ${what}`,
  'channel.restored': (who, what) => `${who} took ${what} out of the archive`,
  'channel.deleted': (who, what, { said }) => `${who} deleted ${what} with ${said('messages')} messages`,
  'channel.taken_over': (who, what) => `${who} took over ${what}`,
  'channel.retention': (who, what, facts) =>
    `${who} had messages in ${facts.is('kind', 'direct') ? 'a direct conversation' : what} kept ${
      facts.is('days', '') ? 'for as long as in the workspace' : keptFor('days', '0', facts)
    }`,
  'channel.member_removed': (who, what, { said }) => `${who} removed ${what} from ${said('channel')}`,
  'message.reported': (who, what, { said }) => `${who} reported a message of ${what} (${said('reason')})`,
  'message.removed': (who, what) => `${who} removed a message of ${what}`,
  'report.closed': (who, what, { said, is }) =>
    is('measures', '')
      ? `${who} dismissed a report of a message of ${what}`
      : `${who} closed a report of a message of ${what}: ${said('measures')}`,
  'hook.created': (who, what) => `${who} made the webhook ${what}`,
  'hook.changed': (who, what) => `${who} changed the webhook ${what}`,
  'hook.secret': (who, what) => `${who} gave the webhook ${what} another secret`,
  'hook.removed': (who, what) => `${who} removed the webhook ${what}`,
  'hook.replayed': (who, what) => `${who} had the webhook ${what} told again`,
  'token.created': (who, what) => `${who} made the token ${what}`,
  'token.revoked': (who, what) => `${who} revoked the token ${what}`,
  'bot.created': (who, what) => `${who} made the bot ${what}`,
  'bot.changed': (who, what) => `${who} changed the bot ${what}`,
};

/** What a setting is now, which the entry says under the setting's name. */
const settingWords: Record<keyof WorkspacePatch, (facts: Facts) => string> = {
  name: ({ said }) => `its name is ${said('name')}`,
  openSignUp: ({ is }) => (is('openSignUp', 'true') ? 'anybody signs up' : 'nobody signs up uninvited'),
  signUpDomains: ({ is, said }) =>
    is('signUpDomains', '')
      ? 'one signs up with any address'
      : `one signs up with an address of ${said('signUpDomains')}`,
  announceNewcomers: ({ is }) =>
    `newcomers are ${is('announceNewcomers', 'true') ? 'announced' : 'not announced'}`,
  requireSecondFactor: ({ is }) =>
    `a second factor is ${is('requireSecondFactor', 'true') ? 'required' : 'not required'}`,
  membersInvite: ({ is }) => (is('membersInvite', 'true') ? 'members invite' : 'members do not invite'),
  membersCreateChannels: ({ is }) =>
    is('membersCreateChannels', 'true')
      ? 'members create public channels'
      : 'members do not create public channels',
  editMinutes: ({ is, said }) =>
    is('editMinutes', '')
      ? 'messages may be edited for ever'
      : `messages may be edited for ${said('editMinutes')} minutes`,
  linkPreviews: ({ is }) => (is('linkPreviews', 'true') ? 'links have previews' : 'links have no previews'),
  retentionDays: (facts) => `messages are kept ${keptFor('retentionDays', '', facts)}`,
};

function changesOf(facts: Facts): string {
  const changed = (Object.keys(settingWords) as (keyof WorkspacePatch)[]).filter((name) => facts.has(name));
  return changed.map((name) => settingWords[name](facts)).join(', ');
}

function keptFor(name: string, forEver: string, { is, said }: Facts): string {
  return is(name, forEver) ? 'for ever' : `for ${is(name, '1') ? '1 day' : `${said(name)} days`}`;
}

/** What else was changed of the workspace, and what was done about a report, in a few words. */
const factWords: Record<string, string> = {
  picture: 'its picture',
  remove: 'message removed',
  warn: 'author warned',
  suspend: 'author suspended',
} satisfies Record<ReportMeasure | 'picture', string>;

/** One of several facts, as it is said; what has no words of its own is said as it is written. */
export function factWord(fact: string): string {
  return Object.hasOwn(factWords, fact) ? (factWords[fact] ?? fact) : fact;
}

export const auditWords = {
  lead: 'Who did what to whom, when, and from where. Nobody can change it.',
  machine: 'Somebody on the server',
  what: 'What',
  anything: 'Anything',
  from: 'From',
  until: 'Until',
  none: 'Nothing that was done fits.',
  list: 'What was done',
  csv: 'Export as CSV',
  jsonl: 'Export as JSON lines',
  address: (address: string) => `from ${address}`,
  showAll: (name: string) => `Show more than what ${name} did`,
  onlyOf: (name: string) => `Only what ${name} did`,
  /** What an action is called in the list to choose from. */
  actionOf: (action: AuditAction) => action.replaceAll('.', ': ').replaceAll('_', ' '),
} as const;
