import type { Block } from './tree.ts';

/** What may mean more than itself, wherever it stands or at the beginning: marks, links, and addresses of the web and of mail. */
const signs = /[\\`*_~[\]<>&|\p{Cc}]|:\/\/|www\.|[\w.+-]@|^(?:[#+=-]|\d{1,9}[.)])/iu;
/** A paragraph of more lines may be more than is drawn line by line. */
const mostLines = 50;

/**
 * What a body says where it is one paragraph of words and nothing else, found in linear time without reading it; null where
 * it may be more: most of what people write is not. Some that are no more are not found.
 */
export function plainBlocks(body: string): Block[] | null {
  const lines = body.split('\n', mostLines + 1);
  if (lines.length > mostLines || !lines.every(isPlain)) return null;
  return [
    { kind: 'paragraph', of: lines.flatMap((line, at) => (at === 0 ? [line] : [{ kind: 'break' }, line])) },
  ];
}

function isPlain(line: string): boolean {
  return line !== '' && line.trim() === line && !signs.test(line);
}
