import { useState } from 'react';
import { Button } from './button.tsx';
import { copyText } from './clipboard.ts';
import { Dialog, DialogActions, DialogBody } from './dialog.tsx';
import { Field } from './field.tsx';
import { tokenWords } from './token-words.ts';

interface TokenSecretProps {
  secret: string;
  /** What is said of it, where it is no token. */
  said?: { title: string; lead: string; label: string };
  onClose: () => void;
}

const ofToken = { title: tokenWords.secretTitle, lead: tokenWords.secretLead, label: tokenWords.secret };

/** The one time that a token, or another secret, is shown. */
export function TokenSecret({ secret, said = ofToken, onClose }: TokenSecretProps) {
  const [copied, setCopied] = useState<boolean | null>(null);
  return (
    <Dialog title={said.title} lead={said.lead} wide onClose={onClose}>
      <DialogBody>
        <Field
          label={said.label}
          value={secret}
          readOnly
          className="font-mono text-small"
          onFocus={(event) => event.target.select()}
          spellCheck={false}
        />
        <p role="status" className={copied === null ? 'sr-only' : 'text-small text-muted'}>
          {copied === null ? '' : copied ? tokenWords.copied : tokenWords.copyFailed}
        </p>
      </DialogBody>
      <DialogActions>
        <Button onClick={() => void copyText(secret).then(setCopied)} look="primary">
          {tokenWords.copy}
        </Button>
        <Button onClick={onClose}>{tokenWords.done}</Button>
      </DialogActions>
    </Dialog>
  );
}
