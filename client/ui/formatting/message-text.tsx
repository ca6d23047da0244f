import { memo } from 'react';
import { LargeEmoji } from '#ui/emoji/large-emoji.tsx';
import { isOnlyEmoji } from '#ui/emoji/only-emoji.ts';
import { Folded } from './folded.tsx';
import type { Meanings } from './inline-text.tsx';
import { isLong } from './length.ts';
import { MessageBlocks } from './message-blocks.tsx';
import { useBlocks } from './parsed.ts';
import { permalinksIn } from './permalinks.ts';
import { Quotes } from './quotes.tsx';

interface MessageTextProps {
  text: string;
  /** What stands in the place of certain words; the same object as long as they mean the same. */
  meanings?: Meanings | null;
  /** It is shown whole, however long it is, until somebody folds it. */
  whole?: boolean;
}

/** What a user wrote, with its formatting. No part of it is ever markup. */
export const MessageText = memo(function MessageText(props: MessageTextProps) {
  const { text } = props;
  // Files may say all.
  if (text === '') return null;
  return isOnlyEmoji(text) ? <LargeEmoji text={text} /> : <Formatted {...props} />;
});

function Formatted({ text, meanings = null, whole = false }: MessageTextProps) {
  const blocks = useBlocks(text);
  const content = <MessageBlocks blocks={blocks} meanings={meanings} />;
  const links = text.includes('/c/') ? permalinksIn(blocks) : [];
  // As wide as the text; code has all the room there is.
  const width = blocks.some(({ kind }) => kind === 'code') ? '' : 'w-fit max-w-full';
  return (
    <>
      <div data-body className={`own-box flex flex-col gap-1.5 wrap-anywhere ${width}`}>
        {isLong(blocks) ? <Folded whole={whole}>{content}</Folded> : content}
      </div>
      {links.length > 0 && <Quotes links={links} />}
    </>
  );
}
