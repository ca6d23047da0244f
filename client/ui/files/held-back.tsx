import { useEffect } from 'react';
import { useChat } from '#state/hooks.ts';
import type { PendingFile } from '#state/nouns/state.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { fileWords } from './file-words.ts';

interface HeldBackProps {
  files: readonly PendingFile[];
  /** Somebody wanted to send them all the same: it is said once more. */
  isSaid: boolean;
}

/** Why a message cannot go: files of it were refused. */
export function HeldBack({ files, isSaid }: HeldBackProps) {
  const announce = useAnnounce();
  const uploads = useChat((state) => state.uploads);
  const refused = files.filter(({ key }) => uploads?.[key]?.state === 'failed');
  const names = refused.map(({ name }) => isolated(name));
  const mayRetry = refused.every(({ key }) => !uploads?.[key]?.isFinal);
  const text = names.length > 0 ? fileWords.heldBack(names, mayRetry) : null;
  useEffect(() => {
    if (isSaid && text) announce(text);
  }, [announce, isSaid, text]);
  return text && <p className="mb-2 text-small text-danger wrap-anywhere animate-appear">{text}</p>;
}
