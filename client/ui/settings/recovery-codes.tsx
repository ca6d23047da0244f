import { useState } from 'react';
import { Button } from '#ui/parts/button.tsx';
import { copyText } from '#ui/parts/clipboard.ts';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { securityWords } from './security-words.ts';

/** New recovery codes, this once. */
export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const words = securityWords.recovery;
  const [said, setSaid] = useState('');
  const copy = async () => setSaid((await copyText(codes.join('\n'))) ? words.copied : words.notCopied);
  return (
    <Dialog title={words.shownTitle} lead={words.shownLead} onClose={onClose}>
      <DialogBody>
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(11.5rem,1fr))] gap-x-4 gap-y-1 rounded-control bg-sunken p-3 font-mono text-small select-all">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <p role="status" className="text-small text-muted empty:sr-only">
          {said}
        </p>
      </DialogBody>
      <DialogActions>
        <Button onClick={() => void copy()}>{words.copy}</Button>
        <Button look="primary" onClick={onClose}>
          {securityWords.done}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
