import { Fragment, type ReactNode } from 'react';
import { findMentionWords } from '#contract/mention-words.ts';
import { MessageLink } from './message-link.tsx';
import type { Inline } from './tree.ts';

/** What stands in the place of certain words, by the exact word: `@ada`. Never in code and never in a link. */
export type Meanings = ReadonlyMap<string, ReactNode>;

const looks = {
  strong: { as: 'strong', className: 'font-semibold' },
  emphasis: { as: 'em', className: 'italic' },
  strike: { as: 's', className: '' },
} as const;

/** A line of a message. Its pieces never change their order: their index is their key. */
export function InlineText({ of, meanings }: { of: readonly Inline[]; meanings: Meanings | null }) {
  return of.map((inline, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line that was read never changes
    <Fragment key={index}>
      {typeof inline === 'string' ? inWords(inline, meanings) : <Piece inline={inline} meanings={meanings} />}
    </Fragment>
  ));
}

function Piece({ inline, meanings }: { inline: Exclude<Inline, string>; meanings: Meanings | null }) {
  switch (inline.kind) {
    case 'break':
      return <br />;
    case 'code':
      return (
        <code
          dir="auto"
          className="rounded-[4px] border border-border bg-sunken px-1 py-px font-mono text-[0.86em] whitespace-pre-wrap [unicode-bidi:isolate] box-decoration-clone"
        >
          {inline.text}
        </code>
      );
    case 'link':
      return (
        <MessageLink href={inline.href} isAddress={inline.isAddress}>
          <InlineText of={inline.of} meanings={null} />
        </MessageLink>
      );
    default: {
      const { as: Mark, className } = looks[inline.kind];
      return (
        <Mark className={className}>
          <InlineText of={inline.of} meanings={meanings} />
        </Mark>
      );
    }
  }
}

/** A text with the words in it that mean something. */
function inWords(text: string, meanings: Meanings | null): ReactNode {
  if (!meanings || meanings.size === 0) return text;
  const pieces: ReactNode[] = [];
  let done = 0;
  for (const { text: word, start } of findMentionWords(text)) {
    const meaning = meanings.get(word);
    if (meaning === undefined) continue;
    pieces.push(text.slice(done, start), <Fragment key={start}>{meaning}</Fragment>);
    done = start + word.length;
  }
  return done === 0 ? text : [...pieces, text.slice(done)];
}
