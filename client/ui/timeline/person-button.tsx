import type { ReactNode } from 'react';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';

interface PersonButtonProps {
  userId: string;
  /** A picture beside the name: the same again, so it is for the hand alone. */
  picture?: boolean;
  children: ReactNode;
}

/**
 * A name or picture that opens the person's card. No stop of the Tab key: there is one in every message, and the
 * message's actions lead there too. On touch the picture is as large as a finger, and takes no more room for that; the
 * name, which does the same, is as wide as it is written (WCAG 2.5.8, "equivalent").
 */
export function PersonButton({ userId, picture = false, children }: PersonButtonProps) {
  const openDialog = useOpenDialog();
  const place = picture
    ? 'flex w-fit hover:opacity-85 pointer-coarse:-m-1 pointer-coarse:p-1'
    : 'block max-w-full text-start hover:underline pointer-coarse:-my-[11px] pointer-coarse:py-[11px]';
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-hidden={picture || undefined}
      aria-haspopup="dialog"
      data-person={userId}
      onClick={() => openDialog({ name: 'person', userId })}
      className={`rounded-control underline-offset-2 ${place}`}
    >
      {children}
    </button>
  );
}
