import { RotateCw, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useUpload } from '#state/later-hooks.ts';
import type { PendingFile, UploadState } from '#state/nouns/state.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { isolated } from '#ui/parts/isolated.ts';
import { fileWords } from './file-words.ts';
import { sizeText } from './sizes.ts';
import { Thumbnail } from './thumbnail.tsx';

interface FileLineProps {
  file: PendingFile;
  onRetry: () => void;
  /** Null where its whole message is cancelled. */
  onRemove: (() => void) | null;
  /** Keys lead to its buttons by the arrows, not by Tab. */
  isInRow?: boolean;
  children?: ReactNode;
}

/** A file on its way: what it is, how far it has come, and why it was refused. */
export function FileLine({ file, onRetry, onRemove, isInRow = false, children }: FileLineProps) {
  const { key, name, bytes } = file;
  const upload = useUpload(key);
  const isFailed = upload?.state === 'failed';
  const isDone = upload?.state === 'done';
  useSaid(file, upload);
  const tabs = isInRow ? { tabIndex: -1 } : {};
  return (
    <li
      data-line={key}
      tabIndex={-1}
      aria-label={name}
      className={`relative flex min-w-0 max-w-full flex-col overflow-hidden rounded-card border bg-raised text-text outline-none ${isFailed ? 'border-danger' : 'border-border'}`}
    >
      <div className="flex min-h-13 items-center gap-2.5 ps-2 pe-1">
        <Thumbnail file={file} />
        <span className="min-w-0 flex-1 py-1 text-small">
          <bdi title={name} className="block truncate font-semibold">
            {name}
          </bdi>
          <span
            className={`block text-tiny tabular-nums ${isFailed ? 'wrap-anywhere text-danger' : 'truncate text-muted'}`}
          >
            {standing(bytes, upload)}
          </span>
        </span>
        {isFailed && !upload.isFinal && (
          <IconButton label={fileWords.retry(name)} size="small" onClick={onRetry} {...tabs}>
            <RotateCw size={16} aria-hidden />
          </IconButton>
        )}
        {onRemove && (
          <IconButton
            label={isDone || isFailed ? fileWords.remove(name) : fileWords.cancel(name)}
            size="small"
            onClick={onRemove}
            {...tabs}
          >
            <X size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      {children}
      {upload && !isDone && !isFailed && (
        <progress
          aria-label={fileWords.progress(name)}
          max={bytes}
          value={upload.sent}
          className="absolute inset-x-0 bottom-0 h-0.5 w-full appearance-none overflow-hidden border-0 bg-transparent [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-transparent [&::-webkit-progress-value]:bg-accent"
        />
      )}
    </li>
  );
}

function standing(bytes: number, upload: UploadState | undefined): string {
  if (upload?.state === 'failed') return fileWords.notUploaded(upload.reason ?? fileWords.unknownReason);
  if (upload?.state === 'waiting') return `${sizeText(bytes)} · ${fileWords.waiting}`;
  if (upload?.state !== 'sending') return sizeText(bytes);
  return upload.sent >= bytes
    ? fileWords.ending
    : fileWords.uploading(sizeText(upload.sent), sizeText(bytes));
}

/** Its end is announced, good or bad, where it comes about while somebody is here. */
function useSaid({ name }: PendingFile, upload: UploadState | undefined) {
  const announce = useAnnounce();
  const state = upload?.state;
  const reason = upload?.reason ?? fileWords.unknownReason;
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    if (state === 'done') announce(fileWords.uploaded(isolated(name)));
    if (state === 'failed') announce(fileWords.failed(isolated(name), reason));
  }, [announce, name, state, reason]);
}
