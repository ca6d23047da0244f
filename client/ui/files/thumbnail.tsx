import { useEffect, useState } from 'react';
import type { FileKind } from '#contract/files.ts';
import { useActions } from '#state/hooks.ts';
import type { PendingFile } from '#state/nouns/state.ts';
import { FileKindIcon } from './file-head.tsx';

/** What a file seems to be, before the server has looked at it. */
function kindOf({ type }: PendingFile): FileKind {
  const [kind] = type.split('/');
  if (type === 'application/pdf') return 'pdf';
  return kind === 'image' || kind === 'video' || kind === 'audio' || kind === 'text' ? kind : 'other';
}

/** A file of one's own, small: an image as it is, all others as what they are. */
export function Thumbnail({ file }: { file: PendingFile }) {
  const { uploads } = useActions();
  const [address, setAddress] = useState<string | null>(null);
  const { key } = file;
  const isImage = kindOf(file) === 'image';
  useEffect(() => {
    if (!isImage) return;
    let made: string | null = null;
    let isGone = false;
    uploads()
      .then(({ blob }) => blob(key))
      .then(
        (blob) => {
          if (isGone || !blob) return;
          made = URL.createObjectURL(blob);
          setAddress(made);
        },
        () => {},
      );
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [uploads, key, isImage]);
  if (!address) return <FileKindIcon kind={kindOf(file)} />;
  return (
    // biome-ignore lint/performance/noImgElement: it is not on the server
    <img
      src={address}
      alt=""
      onError={() => setAddress(null)}
      className="size-9 shrink-0 rounded-control bg-strong object-cover"
    />
  );
}
