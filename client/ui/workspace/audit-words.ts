import type { AuditAction } from '#contract/audit.ts';
import type { ReportMeasure } from '#contract/reports.ts';
import type { WorkspacePatch } from '#contract/workspace.ts';

/** What else an entry knows: to be said in its sentence, and to be asked for. */
interface Facts {
  said(name: string): string;
  is(name: string, value: string): boolean;
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
  'workspace.changed': (who, _what, { said }) =>
    `${who} changed settings of the workspace: ${said('fields')}`,
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
  'message.reported': (who, what, { said }) => `${who} reported a message of ${what} (${said('reason')})`,
  'message.removed': (who, what) => `${who} removed a message of ${what}`,
  'report.closed': (who, what, { said, is }) =>
    is('measures', '')
      ? `${who} dismissed a report of a message of ${what}`
      : `${who} closed a report of a message of ${what}: ${said('measures')}`,
  'token.created': (who, what) => `${who} made the token ${what}`,
  'token.revoked': (who, what) => `${who} revoked the token ${what}`,
  'bot.created': (who, what) => `${who} made the bot ${what}`,
  'bot.changed': (who, what) => `${who} changed the bot ${what}`,
};

/** Settings of the workspace, and what was done about a report, in a few words. */
const factWords: Record<string, string> = {
  name: 'its name',
  picture: 'its picture',
  openSignUp: 'open sign-up',
  signUpDomains: 'domains of addresses',
  announceNewcomers: 'announcing newcomers',
  requireSecondFactor: 'the second factor',
  membersInvite: 'who invites',
  membersCreateChannels: 'who creates public channels',
  editMinutes: 'how long a message may be edited',
  retentionDays: 'how long messages are kept',
  remove: 'message removed',
  warn: 'author warned',
  suspend: 'author suspended',
} satisfies Record<keyof WorkspacePatch | ReportMeasure | 'picture', string>;

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
