import { memo } from 'react';
import type { Message } from '#contract/messages.ts';
import type { PendingFile } from '#state/nouns/state.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { roomOf } from './room.ts';

const cards = loadLater(() => import('./file-card.tsx'));

/** The files of a message. Images are there with the page; what one does with them, and all others, a moment later. */
export const MessageFiles = memo(function MessageFiles({ message }: { message: Message }) {
  const { files } = message;
  const Card = useLater(cards, true)?.FileCard;
  return (
    <ul data-files className="my-1 flex flex-wrap gap-2">
      {files.map((file) => (
        <li
          key={file.id}
          className="relative max-w-full overflow-hidden rounded-card border border-border bg-sunken"
          style={roomOf(file, files.length)}
        >
          {file.hasPreview && (
            // biome-ignore lint/performance/noImgElement: its sizes are made by the server
            <img
              src={`/api/v1/files/${file.id}?size=preview`}
              alt={file.alt || file.name}
              loading="lazy"
              className="size-full object-cover"
            />
          )}
          {Card && <Card file={file} message={message} />}
        </li>
      ))}
    </ul>
  );
});

/** Files of a message that is not sent yet. */
export function FilesToSend(props: { clientId: string; files: readonly PendingFile[] }) {
  const Waiting = useLater(cards, true)?.WaitingFiles;
  return Waiting && <Waiting {...props} />;
}
