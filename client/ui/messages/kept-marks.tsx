import { memo } from 'react';
import type { Message } from '#contract/messages.ts';
import { useSavedMark, useUser } from '#state/hooks.ts';
import { Bookmark, Pin } from '#ui/parts/icons.ts';
import { UserName } from '#ui/parts/user-name.tsx';
import { words } from '#ui/words.ts';

/** Says that a message is pinned, and by whom; and that I saved it, beside it, since that is known a moment later. */
export const KeptMarks = memo(function KeptMarks({ message }: { message: Message }) {
  const isSaved = useSavedMark(message) !== null;
  return (
    <>
      {message.pin && <PinnedBy userId={message.pin.byId} />}
      {isSaved && (
        <span title={words.actions.saved} className="absolute end-0.5 top-1 text-accent">
          <Bookmark size={12} fill="currentColor" aria-hidden />
          <span className="sr-only">{words.actions.saved}</span>
        </span>
      )}
    </>
  );
});

function PinnedBy({ userId }: { userId: string }) {
  return (
    <p className="flex items-center gap-1.5 text-tiny text-muted">
      <Pin size={12} aria-hidden />
      <span>
        {words.actions.pinnedBy} <UserName user={useUser(userId)} />
      </span>
    </p>
  );
}
