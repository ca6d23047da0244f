import { X } from 'lucide-react';
import { useUser } from '#state/hooks.ts';
import { Dialog } from '#ui/parts/dialog.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { words } from '#ui/words.ts';
import { PersonSummary } from './person-summary.tsx';

interface PersonCardProps {
  userId: string;
  onClose: () => void;
}

/** The card of a person, opened by a press: a sheet from below on a phone. `person-hover.tsx` shows it for a look. */
export function PersonCard({ userId, onClose }: PersonCardProps) {
  const user = useUser(userId);
  return (
    <Dialog title={user ? isolated(user.name) : words.someone} bare onClose={onClose}>
      <PersonSummary
        userId={userId}
        user={user}
        end={
          <div className="-me-2 -mt-1">
            <IconButton label={words.close} onClick={onClose}>
              <X size={18} aria-hidden />
            </IconButton>
          </div>
        }
        onLeave={onClose}
      />
    </Dialog>
  );
}
