import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { invitationWords } from './invitation-words.ts';
import { InviteForm } from './invite-form.tsx';

interface InviteDialogProps {
  onMade?: (() => void) | undefined;
  onClose: () => void;
}

export function InviteDialog({ onMade, onClose }: InviteDialogProps) {
  return (
    <Dialog title={invitationWords.title} onClose={onClose}>
      <DialogBody>
        <InviteForm {...(onMade ? { onMade } : {})} />
      </DialogBody>
    </Dialog>
  );
}
