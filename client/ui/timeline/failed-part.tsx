import type { ComponentProps } from 'react';
import type { Failed } from '#ui/messages/failed.tsx';
import { loadLater, useLater } from '#ui/parts/load-later.ts';

export const failed = loadLater(async () => (await import('#ui/messages/failed.tsx')).Failed);

/** That something went wrong with a message, which is rare. */
export function FailedPart(props: ComponentProps<typeof Failed>) {
  const Failed = useLater(failed, true);
  return Failed && <Failed {...props} />;
}
