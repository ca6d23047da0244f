import type { RefObject } from 'react';
import { limits } from '#contract/limits.ts';
import { useActions, useAttached } from '#state/hooks.ts';
import type { Chosen, Uploads } from '#state/sync/uploads.ts';
import { showToast } from '#ui/parts/toast.ts';
import { DropArea } from './drop-area.tsx';
import { fileWords } from './file-words.ts';
import { HeldBack } from './held-back.tsx';
import { measured } from './measure.ts';
import { Recorder } from './recorder.tsx';
import { Tray } from './tray.tsx';

/** Attaches what was chosen, dropped or pasted; says so where that is not possible. */
export async function attachFiles(
  uploads: () => Promise<Uploads>,
  conversationId: string,
  files: readonly File[],
): Promise<void> {
  const refuse = (text: string) => showToast({ text, action: null });
  if (files.length > limits.messageFiles) return refuse(fileWords.tooMany(limits.messageFiles));
  try {
    const chosen = await Promise.all(files.map((file) => measured(file, nameOf(file))));
    const refusal = (await uploads()).attach(conversationId, chosen);
    if (refusal) refuse(refusal === 'full' ? fileWords.full : fileWords.tooMany(limits.messageFiles));
  } catch {
    refuse(fileWords.notNow);
  }
}

/** What is pasted is often called nothing. */
function nameOf({ name, type }: File): string {
  const image = /^image\/([a-z]+)/.exec(type)?.[1];
  return name || (image ? `image.${image}` : 'file');
}

interface AttachingPartProps {
  conversationId: string;
  field: RefObject<HTMLTextAreaElement | null>;
  /** What somebody is about to do. */
  doing: 'drag' | 'record' | null;
  /** How often what cannot go was to be sent. */
  heldBack: number;
  onFiles: (files: FileList) => void;
  /** Sends what is attached and written. */
  onSend: () => void;
  onEnd: () => void;
}

/** What stands above the field: what is attached, a recording under way, and where to drop files. */
export function AttachingPart({
  conversationId,
  field,
  doing,
  heldBack,
  onFiles,
  onSend,
  onEnd,
}: AttachingPartProps) {
  const { uploads } = useActions();
  const files = useAttached(conversationId);
  const close = () => {
    onEnd();
    field.current?.focus();
  };
  const sendRecording = async (recording: Chosen) => {
    const refusal = await uploads().then(
      ({ attach }) => attach(conversationId, [recording]),
      () => 'failed',
    );
    // It stays to be sent later.
    if (refusal) return showToast({ text: fileWords.notNow, action: null });
    onSend();
    close();
  };
  return (
    <>
      {files.length > 0 && <Tray conversationId={conversationId} files={files} />}
      <HeldBack key={heldBack} files={files} isSaid={heldBack > 0} />
      {doing === 'record' && (
        <Recorder onSend={(recording) => void sendRecording(recording)} onClose={close} />
      )}
      {doing === 'drag' && <DropArea field={field} onFiles={onFiles} onEnd={onEnd} />}
    </>
  );
}
