'use client';

import { useEffect } from 'react';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';

/** Asks where to put what another app shares: on the page that it opens alone. */
export function SharedHere(): null {
  const openDialog = useOpenDialog();
  useEffect(() => openDialog({ name: 'share', search: window.location.search }), [openDialog]);
  return null;
}
