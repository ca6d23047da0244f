import { X } from 'lucide-react';
import { useState } from 'react';
import type { LinkPreview } from '#contract/link-previews.ts';
import type { Message } from '#contract/messages.ts';
import { useActions, useMay, useMe } from '#state/hooks.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { linkWords } from './link-words.ts';

interface LinkCardsProps {
  message: Message;
  /** Its row is the one that the Tab key reaches: so do they. */
  current: boolean;
}

/** A card for each page that a message links to and that says what it is about. They come some time after its text. */
export function LinkCards({ message, current }: LinkCardsProps) {
  const { previews } = message;
  const me = useMe();
  const mayChange = useMay(message.conversationId, 'deleteMessage');
  const mayChangeAny = useMay(message.conversationId, 'deleteAnyMessage');
  const isRemovable = message.authorId === me.id ? mayChange : mayChangeAny;
  return (
    <>
      {previews.map((preview) => (
        <Card
          key={preview.id}
          message={message}
          preview={preview}
          current={current}
          isRemovable={isRemovable}
        />
      ))}
    </>
  );
}

interface CardProps extends LinkCardsProps {
  preview: LinkPreview;
  isRemovable: boolean;
}

function Card({ message, preview, current, isRemovable }: CardProps) {
  const { url, title, description, siteName, image } = preview;
  const { host } = new URL(url);
  const place = host.replace(/^www\./, '');
  return (
    <div className="group/card relative mt-1.5 mb-0.5 h-22 max-w-[36rem]">
      <a
        href={url}
        // Reached from its message, which is the stop of the Tab key.
        tabIndex={-1}
        data-preview
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="flex h-full overflow-hidden rounded-card border border-border bg-raised -outline-offset-2 hover:border-border-strong"
      >
        <span className="flex min-w-0 flex-1 flex-col justify-center px-3 py-2 text-small leading-[1.125rem]">
          <span className="truncate text-tiny text-muted">
            {siteName !== '' && siteName.toLowerCase() !== place && (
              <>
                <bdi>{siteName}</bdi> ·{' '}
              </>
            )}
            <bdi>{place}</bdi>
          </span>
          <span
            dir="auto"
            className={`font-semibold text-link group-hover/card:underline ${description === '' ? 'line-clamp-2 wrap-anywhere' : 'truncate'}`}
          >
            {title}
          </span>
          {description !== '' && (
            <span dir="auto" className="line-clamp-2 wrap-anywhere">
              {description}
            </span>
          )}
        </span>
        {image && <Picture messageId={message.id} image={image} />}
      </a>
      {isRemovable && <Remove message={message} preview={preview} current={current} />}
    </div>
  );
}

type Image = NonNullable<LinkPreview['image']>;

/** In a box of the card's height. A small one, such as a sign, stays as large as it is. */
function Picture({ messageId, image: { id, width, height } }: { messageId: string; image: Image }) {
  const isWide = width > 1.3 * height;
  const isSmall = height < 88;
  return (
    // biome-ignore lint/performance/noImgElement: it is made in the right size, and served from here
    <img
      src={`/api/v1/files/${id}?messageId=${messageId}`}
      alt=""
      width={width}
      height={height}
      loading="lazy"
      decoding="async"
      draggable={false}
      className={`h-full shrink-0 border-s border-border bg-strong ${isWide ? 'w-22 sm:w-38' : 'w-22'} ${isSmall ? 'object-scale-down' : 'object-cover'}`}
    />
  );
}

function Remove({ message, preview, current }: Pick<CardProps, 'message' | 'preview' | 'current'>) {
  const { call } = useActions();
  const [isAsked, setAsked] = useState(false);
  const remove = (button: HTMLElement) => {
    setAsked(true);
    // The message stays where its button goes.
    button.closest<HTMLElement>('[data-entry]')?.focus({ preventScroll: true });
    call('message:remove-preview', { id: message.id, previewId: preview.id }).catch(() => {
      setAsked(false);
      showToast({ text: linkWords.notRemoved, action: null });
    });
  };
  return (
    <span className="absolute end-1 top-1 rounded-control bg-raised opacity-0 group-hover/card:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100">
      <IconButton
        label={linkWords.remove}
        size="small"
        tabIndex={current ? 0 : -1}
        disabled={isAsked}
        onClick={({ currentTarget }) => remove(currentTarget)}
      >
        <X size={15} aria-hidden />
      </IconButton>
    </span>
  );
}
