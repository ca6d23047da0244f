import { type FormEvent, useId, useState } from 'react';
import Cropper, { type Area } from 'react-easy-crop';
import { Button } from '#ui/parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';
import { cutPicture } from './cut.ts';
import { pictureWords } from './picture-words.ts';

const mostZoom = 4;

interface CropDialogProps {
  /** Of the picture, in this page. */
  url: string;
  /** Takes what was cut out. The dialog closes when it resolves, and says why when it rejects. */
  onCut: (picture: Blob, signal: AbortSignal) => Promise<unknown>;
  /** The picture cannot be drawn. */
  onUnreadable: () => void;
  onClose: () => void;
}

/** Chooses the square of a picture that is seen, with the pointer, two fingers or the keys. */
export function CropDialog({ url, onCut, onUnreadable, onClose }: CropDialogProps) {
  const [crop, setCrop] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [area, setArea] = useState<Area | null>(null);
  const { busy, message, submit } = useSubmit([]);
  const slider = useId();

  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!area) return;
    void submit(async (signal) => {
      await onCut(await cutPicture(url, area), signal);
      onClose();
    });
  };

  return (
    <Dialog title={pictureWords.cropTitle} lead={pictureWords.cropLead} onClose={onClose}>
      <form method="post" noValidate onSubmit={send} className="flex min-h-0 flex-col short:shrink-0">
        <DialogBody>
          <FormError message={message} />
          <div className="crop-room relative h-72 shrink-0 overflow-hidden rounded-card bg-sunken short:h-40">
            <Cropper
              image={url}
              crop={crop}
              zoom={zoom}
              minZoom={1}
              maxZoom={mostZoom}
              aspect={1}
              showGrid={false}
              keyboardStep={8}
              onCropChange={setCrop}
              onZoomChange={setZoom}
              onCropComplete={(_percent, pixels) => setArea(pixels)}
              mediaProps={{ alt: '', onError: onUnreadable }}
              cropperProps={{ role: 'group', 'aria-label': pictureWords.area }}
            />
          </div>
          <div className="flex items-center gap-3">
            <label htmlFor={slider} className="text-small font-semibold">
              {pictureWords.zoom}
            </label>
            <input
              id={slider}
              type="range"
              min={1}
              max={mostZoom}
              step={0.05}
              value={zoom}
              aria-valuetext={`${Math.round(zoom * 100)} %`}
              onChange={(event) => setZoom(event.target.valueAsNumber)}
              className="h-6 min-w-0 flex-1 accent-accent pointer-coarse:h-11"
            />
          </div>
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {pictureWords.use}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
