import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type KeyboardEvent, useState } from 'react';
import type { MessageFile } from '#contract/files.ts';
import type { Message } from '#contract/messages.ts';
import { useChat, useMay, useMe } from '#state/hooks.ts';
import { messageAt } from '#state/nouns/changes.ts';
import { focusAfter, originNow } from '#ui/parts/dialog.tsx';
import { bringFocus } from '#ui/parts/focus.ts';
import { Pencil } from '#ui/parts/icons.ts';
import { words } from '#ui/words.ts';
import { DescribeForm } from './describe-form.tsx';
import { fileWords } from './file-words.ts';

interface LightboxProps {
  message: Message;
  /** The image that it opens with. */
  fileId: string;
  onClose: () => void;
}

/** The images of a message, one at a time, as large as the page. Arrow keys lead on, Escape closes it. */
export function Lightbox({ message: given, fileId, onClose }: LightboxProps) {
  const message = useChat(({ timelines }) => messageAt({ timelines }, given)) ?? given;
  const images = message.files.filter(({ hasPreview }) => hasPreview);
  const [shownId, show] = useState(fileId);
  const [isDescribing, setDescribing] = useState(false);
  const [origin] = useState(originNow);
  const at = Math.max(
    0,
    images.findIndex(({ id }) => id === shownId),
  );
  const file = images[at];
  const { id: myId } = useMe();
  const mayDescribe = useMay(message.conversationId, 'editMessage') && message.authorId === myId;
  if (!file) return null;

  const step = (by: number) => {
    const next = images[(at + by + images.length) % images.length];
    if (!next) return;
    setDescribing(false);
    show(next.id);
  };
  const press = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || images.length < 2) return;
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    if (event.key === 'ArrowRight') step(isRtl ? -1 : 1);
    if (event.key === 'ArrowLeft') step(isRtl ? 1 : -1);
  };

  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[oklch(0.16_0.005_70/0.97)]" />
        <Radix.Content
          aria-describedby={undefined}
          onKeyDown={press}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.target instanceof HTMLElement) event.target.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const goal = focusAfter(origin);
            if (goal) bringFocus(goal);
          }}
          className="fixed inset-0 z-40 flex flex-col pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)] text-[oklch(0.95_0.004_85)] animate-appear focus:outline-none"
        >
          <div className="flex shrink-0 items-center gap-1 py-2 ps-4 pe-2">
            <Radix.Title className="min-w-0 flex-1 truncate text-small font-semibold">
              <bdi>{file.name}</bdi>
            </Radix.Title>
            {images.length > 1 && (
              <span className="px-2 text-small tabular-nums">{fileWords.of(at + 1, images.length)}</span>
            )}
            {mayDescribe && (
              <ShadedButton
                label={file.alt ? fileWords.describedShort : fileWords.describeShort}
                onPress={() => setDescribing(!isDescribing)}
              >
                <Pencil size={18} aria-hidden />
              </ShadedButton>
            )}
            <a
              href={`/api/v1/files/${file.id}`}
              download={file.name}
              aria-label={fileWords.download(file.name)}
              className={shaded}
            >
              <Download size={18} aria-hidden />
            </a>
            <ShadedButton label={words.close} onPress={onClose}>
              <X size={18} aria-hidden />
            </ShadedButton>
          </div>
          <div className="relative flex min-h-0 flex-1 items-center justify-center px-2 md:px-16">
            <Picture key={file.id} file={file} onPress={onClose} />
            {images.length > 1 && (
              <>
                <span className="absolute inset-y-0 start-2 flex items-center">
                  <ShadedButton label={fileWords.previous} onPress={() => step(-1)}>
                    <ChevronLeft size={22} aria-hidden className="rtl:-scale-x-100" />
                  </ShadedButton>
                </span>
                <span className="absolute inset-y-0 end-2 flex items-center">
                  <ShadedButton label={fileWords.next} onPress={() => step(1)}>
                    <ChevronRight size={22} aria-hidden className="rtl:-scale-x-100" />
                  </ShadedButton>
                </span>
              </>
            )}
          </div>
          <div className="flex min-h-10 shrink-0 justify-center px-4 py-2 text-center text-small">
            {isDescribing ? (
              <DescribeForm key={file.id} file={file} onDone={() => setDescribing(false)} />
            ) : (
              <p
                dir="auto"
                aria-live="polite"
                className="max-h-24 max-w-[44rem] overflow-y-auto wrap-anywhere"
              >
                {file.alt}
              </p>
            )}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const shaded =
  'inline-flex size-9 shrink-0 items-center justify-center rounded-control bg-[oklch(0.28_0.006_70/0.8)] hover:bg-[oklch(0.4_0.006_70/0.95)] focus-visible:outline-[oklch(0.8_0.1_268)] pointer-coarse:size-11';

interface ShadedButtonProps {
  label: string;
  onPress: () => void;
  children: React.ReactNode;
}

/** On a picture of any colour. */
function ShadedButton({ label, onPress, children }: ShadedButtonProps) {
  return (
    <button type="button" aria-label={label} onClick={onPress} className={shaded}>
      {children}
    </button>
  );
}

/** The one from the timeline is there at once; the large one takes its place. */
function Picture({ file, onPress }: { file: MessageFile; onPress: () => void }) {
  const { id, alt, name, isAnimated, width, height } = file;
  const [isLoaded, setLoaded] = useState(false);
  const large = `/api/v1/files/${id}${isAnimated ? '' : '?size=large'}`;
  const size = { aspectRatio: `${width ?? 1}/${height ?? 1}`, width: `min(100%, ${width ?? 0}px)` };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape and the button do the same
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape and the button do the same
    <div
      className="flex size-full items-center justify-center"
      onClick={({ target, currentTarget }) => target === currentTarget && onPress()}
    >
      {/* biome-ignore lint/performance/noImgElement: its sizes are made by the server */}
      <img
        src={large}
        alt={alt || name}
        onLoad={() => setLoaded(true)}
        style={{
          ...size,
          ...(isLoaded
            ? {}
            : { background: `center / contain no-repeat url("/api/v1/files/${id}?size=preview")` }),
        }}
        className="max-h-full max-w-full object-contain"
      />
    </div>
  );
}
