import { useCallback, useState } from 'react';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { showToast } from '#ui/parts/toast.ts';
import { words } from '#ui/words.ts';

/** What carries commands out: fetched at the first sign of somebody, so that those that are messages work offline. */
export const commandPart = loadLater(async () => (await import('./command.tsx')).Command);

/** Whether a text is a command: it begins with one slash. */
export function isCommand(text: string): boolean {
  return text.startsWith('/') && text[1] !== '/';
}

/** The command of a composer that is being carried out, or was refused. */
export function useCommand() {
  const [given, give] = useState<string | null>(null);
  const close = useCallback(() => give(null), []);
  const fail = useCallback(() => {
    give(null);
    showToast({ text: words.failure, action: null });
  }, []);
  const Command = useLater(commandPart, given !== null, fail);
  return { given, give, close, Command };
}
