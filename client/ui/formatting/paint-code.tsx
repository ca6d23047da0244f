import { createLowlight } from 'lowlight';
import { Fragment, type ReactNode } from 'react';
import { fetchLanguage, languageCalled } from './languages.ts';

const reader = createLowlight();

type Root = ReturnType<typeof reader.highlight>;
type Piece = Root['children'][number];

/** Code with its words in colours; null when nobody knows the language. */
export async function paintCode(code: string, name: string): Promise<ReactNode> {
  const language = languageCalled(name);
  if (language === null) return null;
  if (!reader.registered(language)) reader.register(language, await fetchLanguage(language));
  return <Pieces of={reader.highlight(language, code).children} />;
}

function Pieces({ of }: { of: readonly Piece[] }) {
  return of.map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: what was painted never changes
    <Fragment key={index}>{pieceOf(piece)}</Fragment>
  ));
}

function pieceOf(piece: Piece): ReactNode {
  if (piece.type === 'text') return piece.value;
  if (piece.type !== 'element') return null;
  const { className } = piece.properties;
  return (
    <span className={Array.isArray(className) ? className.join(' ') : ''}>
      <Pieces of={piece.children as Piece[]} />
    </span>
  );
}
