import { type ChangeEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import { limits } from '#contract/limits.ts';
import { uploadPicture } from '#state/files.ts';
import { Avatar } from '#ui/parts/avatar.tsx';
import { Button } from '#ui/parts/button.tsx';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { showToast } from '#ui/parts/toast.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';
import { pictureWords } from './picture-words.ts';

const cropDialog = loadLater(async () => (await import('./crop-dialog.tsx')).CropDialog);
const kinds = 'image/png,image/jpeg,image/webp,image/gif,image/avif';

interface PictureFieldProps {
  label: string;
  /** Whose it is, and what they are called: without a picture one is made from these. */
  id: string;
  name: string;
  pictureId: string | null;
  /** Takes a picture into use that was uploaded, or with null takes it away. Rejects with a Refusal. */
  onChange: (pictureId: string | null, signal: AbortSignal) => Promise<unknown>;
}

/** A picture that can be chosen, cut and taken away, at once: it waits for no form. */
export function PictureField({ label, id, name, pictureId, onChange }: PictureFieldProps) {
  const { busy, message, submit } = useSubmit([]);
  const [fault, setFault] = useState<string | null>(null);
  const [url, setUrl] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const heading = useId();
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);

  const close = useCallback(() => setUrl(null), []);
  const fail = useCallback(() => {
    setUrl(null);
    setFault(words.failure);
  }, []);
  const Crop = useLater(cropDialog, url !== null, fail);

  const choose = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const file = currentTarget.files?.[0];
    // The same file again is a change too.
    currentTarget.value = '';
    if (!file) return;
    const isTooLarge = file.size > limits.pictureBytes;
    setFault(isTooLarge ? pictureWords.tooLarge : null);
    if (!isTooLarge) setUrl(URL.createObjectURL(file));
  };
  const remove = async () => {
    setFault(null);
    if (await submit((signal) => onChange(null, signal)))
      showToast({ text: pictureWords.removed, action: null });
  };
  const use = async (picture: Blob, signal: AbortSignal) => {
    await onChange(await uploadPicture(picture, signal), signal);
    showToast({ text: pictureWords.saved, action: null });
  };

  return (
    <section aria-labelledby={heading} className="flex items-center gap-4">
      <Avatar id={id} name={name} picture={pictureId} size="huge" />
      <div className="flex min-w-0 flex-col gap-1.5">
        <h3 id={heading} className="text-small font-semibold">
          {label}
        </h3>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => input.current?.click()}>
            {pictureId === null ? pictureWords.choose : pictureWords.change}
          </Button>
          {pictureId !== null && (
            <Button look="quiet" busy={busy} onClick={() => void remove()}>
              {pictureWords.remove}
            </Button>
          )}
        </div>
        <p className="text-small text-muted">{pictureWords.hint}</p>
        <p role="alert" className="text-small text-danger empty:hidden">
          {fault ?? message}
        </p>
      </div>
      <input ref={input} type="file" accept={kinds} hidden aria-label={label} onChange={choose} />
      {url !== null && Crop && (
        <Crop
          url={url}
          onCut={use}
          onUnreadable={() => {
            setUrl(null);
            setFault(pictureWords.unreadable);
          }}
          onClose={close}
        />
      )}
    </section>
  );
}
