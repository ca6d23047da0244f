import { type ReactNode, useCallback, useState } from 'react';
import { type DialogRequest, OpenDialogContext } from '#ui/navigation/open-dialog.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { words } from '#ui/words.ts';

export const dialogs = loadLater(async () => (await import('./open-dialog.tsx')).OpenDialog);

/** Draws the one dialog that is open, whatever part of the screen it belongs to. */
export function DialogHost({ children }: { children: ReactNode }) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  const announce = useAnnounce();
  const close = useCallback(() => setRequest(null), []);
  const fail = useCallback(() => {
    setRequest(null);
    announce(words.failure);
  }, [announce]);
  const OpenDialog = useLater(dialogs, request !== null, fail);
  return (
    <OpenDialogContext value={setRequest}>
      {children}
      {request && OpenDialog && <OpenDialog request={request} onClose={close} />}
    </OpenDialogContext>
  );
}
