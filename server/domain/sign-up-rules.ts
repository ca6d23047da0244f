import { v7 as uuidv7 } from 'uuid';
import { Refusal, refuseField } from '#contract/errors.ts';
import { invitationId } from '#contract/ids.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';
import { enqueue } from '#platform/jobs.ts';
import { isMailSent } from '#platform/mail.ts';
import type { Actor } from './actor.ts';
import { invitationMail } from './invitation-mail.ts';
import { hashOfInvitation, isAllowedAddress, newInvitationToken } from './invitation-rows.ts';

/** Hours within which a link for signing up, mailed to whoever asked for it, has to be used. */
const LINK_HOURS = 24;

/** Who may make an account without an invitation, and how. */
export interface SignUpRules {
  /** `first`: whoever comes owns the workspace. `mail`: by a link that is mailed to their address. */
  kind: 'first' | 'open' | 'mail' | 'closed';
  /** Domains of addresses that count; none: all do. */
  domains: string[];
}

interface RulesRow {
  open_sign_up: boolean;
  sign_up_domains: string[];
  empty: boolean;
}

const selectRules =
  'SELECT open_sign_up, sign_up_domains, NOT EXISTS (SELECT 1 FROM "user") AS empty FROM workspace';

/**
 * With a rule about domains an address has to be shown to be theirs who signs up with it, or the rule would ask for no
 * more than a guess. Where no mail is sent nobody can show that: then what they write is believed.
 */
function rulesOf({ open_sign_up, sign_up_domains: domains, empty }: RulesRow): SignUpRules {
  if (empty) return { kind: 'first', domains: [] };
  if (!open_sign_up) return { kind: 'closed', domains: [] };
  return { kind: domains.length > 0 && isMailSent() ? 'mail' : 'open', domains };
}

/** The rules as they are now. */
export async function getSignUpRules(): Promise<SignUpRules> {
  const row = await queryRow<RulesRow>('sign-up-rules', selectRules, []);
  if (!row) throw new Error('The workspace row is missing');
  return rulesOf(row);
}

/** The rules inside a transaction that holds the workspace's lock. */
export async function readSignUpRules(query: Query): Promise<SignUpRules> {
  const [row] = await query<RulesRow>(selectRules, []);
  if (!row) throw new Error('The workspace row is missing');
  return rulesOf(row);
}

/** Throws `invalid` at `email` for an address that does not count. */
export function requireDomain({ domains }: SignUpRules, email: string): void {
  if (!isAllowedAddress(email, domains))
    throw refuseField('email', `Use an address at ${domains.slice(0, 5).join(' or ')}`);
}

export function closedSignUp(): Refusal {
  return new Refusal('forbidden', 'Sign-up is closed here: ask the owner of this workspace to open it.');
}

/**
 * Mails a link for signing up to an address of the domains that count. Answers the same whether or not there is such an
 * account. Throws `forbidden` where one does not sign up that way.
 */
export async function requestInvitation(_caller: Actor | null, { email }: { email: string }): Promise<null> {
  await transaction(async (query) => {
    const rules = await readSignUpRules(query);
    if (rules.kind === 'closed') throw closedSignUp();
    if (rules.kind !== 'mail') throw new Refusal('forbidden', 'One signs up here without a link.');
    requireDomain(rules, email);
    // Those of the same address, which this one replaces, and those that nobody used in time.
    await query(
      'DELETE FROM invitation WHERE created_by_id IS NULL AND uses = 0 AND (email = $1 OR expires_at <= now())',
      [email],
    );
    const id = invitationId.parse(uuidv7());
    await query(
      `INSERT INTO invitation (id, token_hash, role, expires_at, most_uses, email, mail_state)
       VALUES ($1, $2, 'member', now() + make_interval(hours => $3), 1, $4, 'waiting')`,
      [id, hashOfInvitation(newInvitationToken()), LINK_HOURS, email],
    );
    await enqueue(query, invitationMail, { invitationId: id });
  });
  return null;
}
