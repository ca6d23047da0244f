import { useState } from 'react';
import { useActions } from '#state/hooks.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { copyText } from '#ui/parts/clipboard.ts';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { Copy } from '#ui/parts/icons.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';
import { personAccountWords } from './person-account-words.ts';

const { link: linkWords } = personAccountWords;

interface ResetLinkProps {
  person: { id: string; name: string };
  onClose: () => void;
}

/** Makes a link to a new password for somebody, and shows it the one time that it can be seen. */
export function ResetLink({ person: { id, name }, onClose }: ResetLinkProps) {
  const { call } = useActions();
  const announce = useAnnounce();
  const { now, timeZone } = useClock();
  const { busy, message, submit } = useSubmit([]);
  const [made, setMade] = useState<{ path: string; expiresAt: string } | null>(null);
  const [said, setSaid] = useState('');
  const link = made && `${window.location.origin}${made.path}`;

  const make = () => submit(async (signal) => setMade(await call('user:reset-link', { id }, { signal })));
  const copy = async (text: string) => {
    const result = (await copyText(text)) ? linkWords.copied : linkWords.notCopied;
    setSaid(result);
    announce(result);
  };

  return (
    <Dialog
      title={linkWords.title(isolated(name))}
      lead={made ? linkWords.once(shortTime(made.expiresAt, now, timeZone)) : linkWords.lead(isolated(name))}
      onClose={onClose}
    >
      {(link || message) && (
        <DialogBody>
          <FormError message={message} />
          {link && (
            <Field
              label={linkWords.label}
              hint={said || linkWords.hint}
              value={link}
              readOnly
              dir="ltr"
              onFocus={(event) => event.target.select()}
            />
          )}
        </DialogBody>
      )}
      <DialogActions>
        <Button onClick={onClose}>{link ? words.close : words.cancel}</Button>
        {link ? (
          <Button look="primary" autoFocus onClick={() => void copy(link)}>
            <Copy size={16} aria-hidden />
            {linkWords.copy}
          </Button>
        ) : (
          <Button look="primary" busy={busy} onClick={() => void make()}>
            {linkWords.make}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
