import { type RefObject, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { Paperclip } from '#ui/parts/icons.ts';
import { fileWords } from './file-words.ts';

interface DropAreaProps {
  /** Where one writes: what is dropped on the region around it is attached there. */
  field: RefObject<HTMLElement | null>;
  onFiles: (files: FileList) => void;
  /** What was dragged is gone, or dropped. */
  onEnd: () => void;
}

/** Lies over a conversation while something is dragged over the page. */
export function DropArea({ field, onFiles, onEnd }: DropAreaProps) {
  const [isOver, setOver] = useState(false);
  const region = field.current?.closest('#panel, main, [role="main"]')?.getBoundingClientRect();

  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    // Dropped beside it, a file would take the place of the page.
    const stay = (event: DragEvent) => event.preventDefault();
    const end = (event: DragEvent) => {
      event.preventDefault();
      onEnd();
    };
    document.addEventListener('dragover', stay, { signal });
    document.addEventListener('drop', end, { signal });
    document.addEventListener('dragend', end, { signal });
    // Out of the window.
    document.addEventListener('dragleave', (event) => event.relatedTarget === null && onEnd(), { signal });
    return () => ending.abort();
  }, [onEnd]);

  if (!region) return null;
  const { top, left, width, height } = region;
  return createPortal(
    // biome-ignore lint/a11y/noStaticElementInteractions: the button beside the field does the same by keyboard
    <div
      data-drop
      className="fixed z-30 p-3"
      style={{ top, left, width, height }}
      onDragEnter={() => setOver(true)}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        onFiles(event.dataTransfer.files);
        onEnd();
      }}
    >
      <div
        className={`flex size-full items-center justify-center gap-2 rounded-card border-2 border-dashed bg-surface/90 font-semibold ${isOver ? 'border-accent text-text' : 'border-border-strong text-muted'}`}
      >
        <Paperclip size={18} aria-hidden />
        {fileWords.drop}
      </div>
    </div>,
    document.body,
  );
}
