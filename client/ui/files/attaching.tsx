import { type ClipboardEvent, memo, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useActions, useAttached } from '#state/hooks.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Mic, Paperclip } from '#ui/parts/icons.ts';
import { LineButton } from '#ui/parts/line-button.tsx';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { words } from '#ui/words.ts';

const part = loadLater(() => import('./attaching-part.tsx'));

/** Attaching files where one writes: by the button, by dragging them there, by pasting, or by recording. */
export function useAttaching(
  field: RefObject<HTMLTextAreaElement | null>,
  conversationId: string,
  onSend: () => void,
) {
  const { uploads } = useActions();
  const announce = useAnnounce();
  const files = useAttached(conversationId);
  const [heldBack, setHeldBack] = useState(0);
  const [doing, setDoing] = useState<'drag' | 'record' | null>(null);

  const stop = useCallback(() => setDoing(null), []);
  const fail = useCallback(() => {
    stop();
    announce(words.failure);
  }, [announce, stop]);
  const Part = useLater(part, doing !== null || files.length > 0, fail)?.AttachingPart;

  useEffect(() => {
    const enter = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') && setDoing('drag');
    document.addEventListener('dragenter', enter);
    return () => document.removeEventListener('dragenter', enter);
  }, []);

  const attach = useCallback(
    (chosen: FileList | null) => {
      // The list empties with the field that it comes from.
      const all = [...(chosen ?? [])];
      if (all.length > 0) part.load().then((to) => to.attachFiles(uploads, conversationId, all), fail);
      field.current?.focus();
    },
    [uploads, conversationId, field, fail],
  );

  return {
    files,
    attach,
    /** Somebody wanted to send what cannot go because a file was refused. */
    holdBack: () => setHeldBack(heldBack + 1),
    record: useCallback(() => setDoing('record'), []),
    onPaste(event: ClipboardEvent) {
      const { clipboardData } = event;
      // What is copied from a table is text, with a picture of it.
      if (clipboardData.files.length === 0 || clipboardData.getData('text/plain') !== '') return;
      event.preventDefault();
      attach(clipboardData.files);
    },
    above: Part && (
      <Part
        conversationId={conversationId}
        field={field}
        doing={doing}
        heldBack={heldBack}
        onFiles={attach}
        onSend={onSend}
        onEnd={stop}
      />
    ),
  };
}

/** Opens the system's picker. No key draws it again. */
export const AttachButton = memo(function AttachButton({
  onFiles,
}: {
  onFiles: (files: FileList | null) => void;
}) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <LineButton icon={Paperclip} label={words.composer.attach} onPress={() => picker.current?.click()} />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={({ target }) => {
          onFiles(target.files);
          // The same one again is a choice, too.
          target.value = '';
        }}
      />
    </>
  );
});

interface RecordButtonProps {
  /** Nothing is written: on touch it stands where one else chooses when to send. */
  isPlace: boolean;
  onPress: () => void;
}

export const RecordButton = memo(function RecordButton({ isPlace, onPress }: RecordButtonProps) {
  const place = `pointer-coarse:order-last ${isPlace ? '' : 'pointer-coarse:hidden'}`;
  return <LineButton icon={Mic} label={words.composer.record} place={place} onPress={onPress} />;
});
