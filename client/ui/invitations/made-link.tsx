import type { InvitationSettings, MadeInvitation } from '#contract/invitations.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { copyText } from '#ui/parts/clipboard.ts';
import { Field } from '#ui/parts/field.tsx';
import { Copy } from '#ui/parts/icons.ts';
import { showToast } from '#ui/parts/toast.ts';
import { invitationWords } from './invitation-words.ts';

interface MadeLinkProps {
  made: MadeInvitation;
  settings: InvitationSettings | null;
  onAnother: () => void;
}

/** The link of an invitation, the one time that it can be seen. */
export function MadeLink({ made, settings, onAnother }: MadeLinkProps) {
  const announce = useAnnounce();
  const link = `${settings?.publicUrl ?? window.location.origin}/join/${made.token}`;
  const warning = warningOf(settings);
  const copy = async () => {
    if (await copyText(link)) {
      showToast({ text: invitationWords.copied, action: null });
      announce(invitationWords.copied);
    } else announce(invitationWords.notCopied);
  };
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <Field
            label={invitationWords.link}
            value={link}
            readOnly
            dir="ltr"
            onFocus={(event) => event.target.select()}
          />
        </div>
        <Button look="primary" autoFocus onClick={() => void copy()}>
          <Copy size={16} aria-hidden />
          {invitationWords.copy}
        </Button>
      </div>
      <p className="text-small text-muted">{invitationWords.once}</p>
      {warning && <p className="rounded-control bg-sunken px-3 py-2 text-small">{warning}</p>}
      {made.closedSignUp && (
        <p className="rounded-control bg-sunken px-3 py-2 text-small">{invitationWords.closed}</p>
      )}
      <div>
        <Button onClick={onAnother}>{invitationWords.another}</Button>
      </div>
    </div>
  );
}

/** What keeps others from following the link; null: nothing that is known of. */
function warningOf(settings: InvitationSettings | null): string | null {
  if (settings?.onlyHere) return invitationWords.onlyHere;
  if (settings?.publicUrl) return null;
  const { hostname } = window.location;
  const isLoopback =
    ['localhost', '[::1]'].includes(hostname) || /^127\./.test(hostname) || hostname.endsWith('.localhost');
  return isLoopback ? invitationWords.loopback : null;
}
