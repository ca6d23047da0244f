import type { MessageFile } from '#contract/files.ts';
import type { Message } from '#contract/messages.ts';
import { useActions } from '#state/hooks.ts';
import type { PendingFile } from '#state/nouns/state.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Button } from '#ui/parts/button.tsx';
import { leave } from '#ui/parts/focus.ts';
import { words } from '#ui/words.ts';
import { AudioPlayer } from './audio-player.tsx';
import { DownloadButton, FileHead } from './file-head.tsx';
import { FileLine } from './file-line.tsx';
import { fileWords } from './file-words.ts';
import { TextCard } from './text-card.tsx';

interface FileCardProps {
  file: MessageFile;
  message: Message;
}

/** What is shown of a file in its message, and what can be done with it. */
export function FileCard({ file, message }: FileCardProps) {
  if (file.hasPreview) return <ImageButton file={file} message={message} />;
  switch (file.kind) {
    case 'video':
      return <Video file={file} />;
    case 'audio':
      return <AudioPlayer file={file} />;
    case 'text':
      return <TextCard file={file} />;
    default:
      return <FileHead file={file} />;
  }
}

/** Lies over the image, which was there before it. */
function ImageButton({ file, message }: FileCardProps) {
  const openDialog = useOpenDialog();
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        aria-haspopup="dialog"
        aria-label={fileWords.open(file.alt || file.name)}
        onClick={() => openDialog({ name: 'lightbox', message, fileId: file.id })}
        className="absolute inset-0 cursor-zoom-in rounded-card -outline-offset-2"
      />
      {file.isAnimated && (
        <span
          aria-hidden
          className="pointer-events-none absolute start-1.5 bottom-1.5 rounded-control bg-raised px-1.5 text-tiny font-semibold"
        >
          {fileWords.moving}
        </span>
      )}
    </>
  );
}

function Video({ file }: { file: MessageFile }) {
  const { id, name, alt } = file;
  return (
    <div className="group/file absolute inset-0">
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written what is said in it */}
      <video
        src={`/api/v1/files/${id}`}
        aria-label={alt || name}
        controls
        playsInline
        preload="metadata"
        className="size-full bg-sunken"
      />
      <span className="absolute end-1 top-1 rounded-control bg-raised opacity-0 group-hover/file:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100">
        <DownloadButton file={file} />
      </span>
    </div>
  );
}

interface WaitingFilesProps {
  clientId: string;
  files: readonly PendingFile[];
}

/** Files of a message that waits for them. Cancelling takes back the message as a whole. */
export function WaitingFiles({ clientId, files }: WaitingFilesProps) {
  const { retry, discard } = useActions();
  return (
    <div className="my-1 flex max-w-[22rem] flex-col gap-1.5">
      <ul className="flex flex-col gap-1.5">
        {files.map((file) => (
          <FileLine key={file.key} file={file} onRetry={() => retry(clientId)} onRemove={null} isInRow />
        ))}
      </ul>
      <span className="flex">
        <Button
          tabIndex={-1}
          onClick={({ currentTarget }) => {
            const row = currentTarget.closest<HTMLElement>('[data-entry]');
            if (row) leave(row, '[data-entry]', '[role="log"]');
            discard(clientId);
          }}
        >
          {words.cancel}
        </Button>
      </span>
    </div>
  );
}
