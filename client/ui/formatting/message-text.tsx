import { Fragment, memo } from 'react';
import { readsFromRight } from '#ui/parts/isolated.ts';
import { piecesOf } from './links.ts';
import { MessageLink } from './message-link.tsx';

/**
 * What a user wrote, as text and nothing else; only web addresses can be pressed. As wide as the text: what reads from
 * right to left begins at the right edge of that, beside its author, and not of the whole column.
 */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return (
    <div
      dir="auto"
      className={`own-box w-fit whitespace-pre-wrap wrap-anywhere [unicode-bidi:plaintext] ${readsFromRight(text) ? 'max-w-[36rem]' : ''}`}
    >
      {piecesOf(text).map((piece) =>
        piece.href ? (
          <MessageLink key={piece.at} href={piece.href} text={piece.text} />
        ) : (
          <Fragment key={piece.at}>{piece.text}</Fragment>
        ),
      )}
    </div>
  );
});
