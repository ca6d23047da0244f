import { Fragment, memo } from 'react';
import { piecesOf } from './links.ts';
import { MessageLink } from './message-link.tsx';

/** What a user wrote, as text and nothing else; only web addresses can be pressed. */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return (
    <div dir="auto" className="own-box [unicode-bidi:plaintext] whitespace-pre-wrap wrap-anywhere">
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
