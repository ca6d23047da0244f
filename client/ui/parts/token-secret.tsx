import { useState } from 'react';
import { Button } from './button.tsx';
import { copyText } from './clipboard.ts';
import { Dialog, DialogActions, DialogBody } from './dialog.tsx';
import { Field } from './field.tsx';
import { tokenWords } from './token-words.ts';

/** The one time that a token is shown. */
export function TokenSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  return (
    <Dialog title={tokenWords.secretTitle} lead={tokenWords.secretLead} wide onClose={onClose}>
      <DialogBody>
        <Field
          label={tokenWords.secret}
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
