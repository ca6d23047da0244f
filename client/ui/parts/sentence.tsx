import { Fragment } from 'react';
import { balanced } from './isolated.ts';

interface SentenceProps {
  /** Puts the names into the sentence. */
  text: (names: string[]) => string;
  names: readonly string[];
}

/** The first of the characters that stand for names while the sentence is put together; for private use. */
const firstMark = 0xe000;

/** A sentence with what others wrote in it: each name keeps its own direction, wherever the sentence puts it. */
export function Sentence({ text, names }: SentenceProps) {
  const marks = names.map((_, index) => String.fromCharCode(firstMark + index));
  return text(marks)
    .split(/([\ue000-\uf8ff])/)
    .map((piece, position) => {
      const name = names[piece.charCodeAt(0) - firstMark];
      const key = `${position}`;
      return name === undefined ? (
        <Fragment key={key}>{piece}</Fragment>
      ) : (
        <bdi key={key}>{balanced(name)}</bdi>
      );
    });
}
