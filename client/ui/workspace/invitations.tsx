import type { Invitation } from '#contract/invitations.ts';
import { useActions, useConnection, useMe, useUser } from '#state/hooks.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { FormError } from '#ui/parts/field.tsx';
import { UserPlus } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { usePages } from '#ui/parts/use-pages.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { invitationsWords, signUpRulesWords } from './invitations-words.ts';
import { SignUpRules } from './sign-up-rules.tsx';

/** Who may come in, for those who say that, and who was invited. */
export function Invitations() {
  const { may } = useMe();
  return (
    <>
      <InvitationList />
      {may.includes('changeWorkspace') && (
        <section
          aria-label={signUpRulesWords.title}
          className="flex flex-col gap-4 border-t border-border pt-5"
        >
          <h3 className="font-semibold">{signUpRulesWords.title}</h3>
          <SignUpRules />
        </section>
      )}
    </>
  );
}

/** Invitations that were made, with what became of each; making and taking them back. */
function InvitationList() {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const openDialog = useOpenDialog();
  const { message, submit } = useSubmit([]);
  const found = usePages<Invitation>({
    ask: (cursor) => call('invitation:list', cursor ? { cursor } : {}),
    idOf: ({ id }) => id,
    query: '',
    version: String(isLive),
  });
  const revoke = async (id: string) => {
    if (!(await submit((signal) => call('invitation:revoke', { id }, { signal })))) return;
    showToast({ text: invitationsWords.revoked, action: null });
    found.refresh();
  };

  return (
    <div className="flex flex-col gap-4">
      <div>
        <Button look="primary" onClick={() => openDialog({ name: 'invite', onMade: found.refresh })}>
          <UserPlus size={16} aria-hidden />
          {invitationsWords.invite}
        </Button>
      </div>
      <FormError message={message} />
      {found.items.length === 0 && <OfflineNote text={invitationsWords.offline} />}
      {isLive && !found.waiting && found.items.length === 0 && (
        <p className="text-muted">{invitationsWords.none}</p>
      )}
      <ul aria-label={invitationsWords.label} className="flex flex-col divide-y divide-border">
        {found.items.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} onRevoke={() => void revoke(invitation.id)} />
        ))}
      </ul>
      {found.more && (
        <div>
          <Button onClick={found.more}>{invitationsWords.more}</Button>
        </div>
      )}
    </div>
  );
}

function Row({ invitation, onRevoke }: { invitation: Invitation; onRevoke: () => void }) {
  const { role, email, uses, mostUses, expiresAt, state, mail, createdAt } = invitation;
  const { now, timeZone } = useClock();
  const title = email ?? invitationsWords.ofLink[role];
  const facts = [
    ...(email === null ? [] : [invitationsWords.roles[role]]),
    ...(mail ? [invitationsWords.mail[mail]] : []),
    ...(email === null ? [invitationsWords.uses(uses, mostUses)] : []),
    expiresAt ? invitationsWords.until(shortTime(expiresAt, now, timeZone)) : invitationsWords.always,
  ];
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <div className="min-w-0 flex-1 basis-64">
        <p className="truncate font-semibold">{title}</p>
        <p className="text-small text-muted">
          {facts.join(' · ')}
          {' · '}
          <Maker id={invitation.createdById} />, {shortTime(createdAt, now, timeZone)}
        </p>
      </div>
      <span className={`text-small ${state === 'open' ? 'font-semibold' : 'text-muted'}`}>
        {invitationsWords.states[state]}
      </span>
      {state === 'open' && (
        <Button aria-label={invitationsWords.revokeNamed(title)} onClick={onRevoke}>
          {invitationsWords.revoke}
        </Button>
      )}
    </li>
  );
}

function Maker({ id }: { id: string | null }) {
  const name = useUser(id ?? '')?.name;
  if (id === null) return invitationsWords.askedFor;
  return invitationsWords.by(isolated(name ?? '…'));
}
