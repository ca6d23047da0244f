import { type FormEvent, useEffect, useState } from 'react';
import type { InvitationRole, InvitationSettings, MadeInvitation } from '#contract/invitations.ts';
import type { Me } from '#contract/users.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { useConversations } from '#state/later-hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { ChannelChoice } from './channel-choice.tsx';
import { Choice } from './choice.tsx';
import { invitationWords } from './invitation-words.ts';
import { MadeLink } from './made-link.tsx';

const hours = ['1', '24', '168', '720', '0'] as const;
const uses = ['1', '5', '25', '100', '0'] as const;

interface InviteFormProps {
  /** How many may come by the link, unless one says otherwise. */
  usual?: (typeof uses)[number];
  /** Something was made or sent. */
  onMade?: () => void;
}

/** Makes a link that others come in by, or mails such links. */
export function InviteForm({ usual = '1', onMade }: InviteFormProps) {
  const { call } = useActions();
  const roles = rolesFor(useMe());
  const settings = useInvitationSettings();
  const channels = useConversations().filter(
    ({ kind, may }) => (kind === 'public' || kind === 'private') && may.includes('addMember'),
  );
  const [way, setWay] = useState<'link' | 'mail'>('link');
  const [emails, setEmails] = useState('');
  const [role, setRole] = useState<InvitationRole>(roles[0] ?? 'member');
  const [expiry, setExpiry] = useState<(typeof hours)[number]>('168');
  const [count, setCount] = useState(usual);
  const [conversationIds, setConversationIds] = useState<string[]>([]);
  const [made, setMade] = useState<MadeInvitation | null>(null);
  const { busy, errors, message, submit } = useSubmit(['emails', 'conversationIds']);

  const send = async (signal: AbortSignal) => {
    const terms = { role, hours: Number(expiry), conversationIds };
    if (way === 'link')
      setMade(await call('invitation:create', { ...terms, uses: Number(count) }, { signal }));
    else {
      const addresses = emails.split(/[\s,;]+/).filter((address) => address !== '');
      const { items } = await call('invitation:mail', { ...terms, emails: addresses }, { signal });
      setEmails('');
      showToast({ text: invitationWords.sent(items.length), action: null });
    }
    onMade?.();
  };
  const press = (event: FormEvent) => {
    event.preventDefault();
    void submit(send);
  };

  if (made) return <MadeLink made={made} settings={settings} onAnother={() => setMade(null)} />;
  return (
    <form method="post" noValidate onSubmit={press} className="flex flex-col gap-4">
      <FormError message={message} />
      <OfflineNote text={invitationWords.offline} />
      {settings?.mail && (
        <Choice
          label={invitationWords.way}
          value={way}
          options={(['link', 'mail'] as const).map((value) => ({
            value,
            label: invitationWords.ways[value],
          }))}
          onChange={setWay}
        />
      )}
      {way === 'mail' && (
        <Field
          label={invitationWords.emails}
          hint={invitationWords.emailsHint}
          value={emails}
          onChange={(event) => setEmails(event.target.value)}
          error={errors.emails}
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      )}
      {roles.length > 1 && (
        <Choice
          label={invitationWords.role}
          hint={invitationWords.roleHints[role]}
          value={role}
          options={roles.map((value) => ({ value, label: invitationWords.roles[value] }))}
          onChange={setRole}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          label={invitationWords.expires}
          value={expiry}
          options={hours.map((value) => ({ value, label: invitationWords.hours[value] }))}
          onChange={setExpiry}
        />
        {way === 'link' && (
          <Choice
            label={invitationWords.uses}
            value={count}
            options={uses.map((value) => ({ value, label: invitationWords.useCounts[value] }))}
            onChange={setCount}
          />
        )}
      </div>
      {(channels.length > 1 || role === 'guest') && (
        <ChannelChoice
          label={invitationWords.channels}
          hint={hintOf(channels.length, role)}
          error={errors.conversationIds}
          channels={channels}
          chosen={conversationIds}
          onChange={setConversationIds}
        />
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" look="primary" busy={busy}>
          {way === 'link' ? invitationWords.make : invitationWords.send}
        </Button>
        {settings && !settings.mail && (
          <p className="min-w-0 flex-1 basis-48 text-small text-muted">{invitationWords.noMail}</p>
        )}
      </div>
    </form>
  );
}

function hintOf(channels: number, role: InvitationRole): string {
  if (channels === 0) return invitationWords.noChannels;
  return role === 'guest' ? invitationWords.guestChannels : invitationWords.channelsHint;
}

/** What one may invite others as. */
function rolesFor({ may }: Me): InvitationRole[] {
  return [
    ...(may.includes('invite') ? (['member'] as const) : []),
    ...(may.includes('inviteGuests') ? (['guest'] as const) : []),
    ...(may.includes('manageOwners') ? (['admin'] as const) : []),
  ];
}

/** What one has to know of this server; null until it has answered. */
function useInvitationSettings(): InvitationSettings | null {
  const { call } = useActions();
  const [settings, setSettings] = useState<InvitationSettings | null>(null);
  useEffect(() => {
    let current = true;
    call('invitation:settings', {}).then(
      (answer) => current && setSettings(answer),
      // Without it a link can be made all the same.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [call]);
  return settings;
}
