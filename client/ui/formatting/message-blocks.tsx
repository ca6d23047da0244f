import { Fragment } from 'react';
import { readsFromRight } from '#ui/parts/isolated.ts';
import { words } from '#ui/words.ts';
import { CodeBlock } from './code-block.tsx';
import { InlineText, type Meanings } from './inline-text.tsx';
import { plainTextOf, textOf } from './plain-text.ts';
import type { Block, Inline, Item } from './tree.ts';

interface BlocksProps {
  blocks: readonly Block[];
  meanings: Meanings | null;
}

/** The blocks of a message below each other. They never change their order: their index is their key. */
export function MessageBlocks({ blocks, meanings }: BlocksProps) {
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a message that was read never changes
    <Fragment key={index}>
      <OneBlock block={block} meanings={meanings} />
    </Fragment>
  ));
}

function OneBlock({ block, meanings }: { block: Block; meanings: Meanings | null }) {
  switch (block.kind) {
    case 'paragraph':
    case 'plain':
      return <Paragraph of={block.of} meanings={meanings} />;
    case 'heading':
      return <Heading level={block.level} of={block.of} meanings={meanings} />;
    case 'quote':
      return (
        <blockquote
          dir={readsFromRight(plainTextOf(block.of)) ? 'rtl' : 'ltr'}
          className="flex flex-col gap-1.5 border-s-3 border-border-strong ps-3"
        >
          <MessageBlocks blocks={block.of} meanings={meanings} />
        </blockquote>
      );
    case 'list':
      return <List block={block} meanings={meanings} />;
    case 'code':
      return <CodeBlock text={block.text} language={block.language} />;
    case 'table':
      return <Table block={block} meanings={meanings} />;
    case 'rule':
      return <hr className="my-1 border-border" />;
  }
}

interface LineProps {
  of: readonly Inline[];
  meanings: Meanings | null;
}

/** As wide as its text: what reads from right to left begins at the right edge of that, and not of the whole column. */
function Paragraph({ of, meanings }: LineProps) {
  return (
    <p dir="auto" className={`whitespace-pre-wrap [unicode-bidi:plaintext] ${widthOf(of)}`}>
      <InlineText of={of} meanings={meanings} />
    </p>
  );
}

/** Modest: what others wrote outshouts nothing. The page and its days have the first two levels. */
function Heading({ level, of, meanings }: LineProps & { level: number }) {
  const Tag = (['h3', 'h4', 'h5', 'h6'] as const)[Math.min(level, 4) - 1] ?? 'h6';
  return (
    <Tag
      dir="auto"
      className={`font-semibold [unicode-bidi:plaintext] ${level === 1 ? 'text-[1.0625rem]' : ''} ${widthOf(of)}`}
    >
      <InlineText of={of} meanings={meanings} />
    </Tag>
  );
}

function widthOf(of: readonly Inline[]): string {
  return readsFromRight(of.map(textOf).join('')) ? 'max-w-[36rem]' : '';
}

function List({ block, meanings }: { block: Extract<Block, { kind: 'list' }>; meanings: Meanings | null }) {
  const items = block.of.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a list that was read never changes
    <ListItem key={index} item={item} meanings={meanings} />
  ));
  const dir = block.of.some(readsFromRightAtFirst) ? 'rtl' : 'ltr';
  if (block.start === null)
    return (
      <ul dir={dir} className="flex list-disc flex-col gap-0.5 ps-6">
        {items}
      </ul>
    );
  // Room for the numbers, which stand outside.
  const digits = `${block.start + block.of.length}`.length;
  return (
    <ol
      dir={dir}
      start={block.start}
      className="flex list-decimal flex-col gap-0.5"
      style={{ paddingInlineStart: `${Math.max(digits, 2) * 0.5 + 0.75}rem` }}
    >
      {items}
    </ol>
  );
}

/** The first item with letters gives a list its direction. */
function readsFromRightAtFirst({ of }: Item, index: number): boolean {
  const [first] = of;
  return index === 0 && first?.kind === 'paragraph' && readsFromRight(first.of.map(textOf).join(''));
}

function ListItem({ item, meanings }: { item: Item; meanings: Meanings | null }) {
  const blocks = <MessageBlocks blocks={item.of} meanings={meanings} />;
  if (item.checked === null)
    return (
      <li>
        <div className="flex flex-col gap-1">{blocks}</div>
      </li>
    );
  return (
    <li className="-ms-6 flex list-none gap-2">
      <input
        type="checkbox"
        disabled
        checked={item.checked}
        aria-label={item.checked ? words.formatting.done : words.formatting.open}
        className="mt-1 size-3.5 shrink-0 accent-accent"
      />
      <div className="flex min-w-0 flex-col gap-1">{blocks}</div>
    </li>
  );
}

const alignments = { start: 'text-start', center: 'text-center', end: 'text-end' } as const;

/** In a scroller of its own: a wide one moves nothing else. */
function Table({ block, meanings }: { block: Extract<Block, { kind: 'table' }>; meanings: Meanings | null }) {
  const { columns, head, rows } = block;
  const lookOf = (column: number) =>
    `border border-border px-2.5 py-1 align-top whitespace-pre-wrap ${alignments[columns[column] ?? 'start']}`;
  return (
    <div className="max-w-full overflow-x-auto">
      <table
        // Where it is too wide, the browser lets the keys come to what scrolls.
        tabIndex={-1}
        dir={head[0] && readsFromRight(head[0].map(textOf).join('')) ? 'rtl' : 'ltr'}
        className="w-max max-w-[64rem] border-collapse [overflow-wrap:normal]"
      >
        <thead>
          <tr>
            {head.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a table that was read never changes
              <th key={column} scope="col" className={`bg-sunken font-semibold ${lookOf(column)}`}>
                <InlineText of={cell} meanings={meanings} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a table that was read never changes
            <tr key={row}>
              {cells.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a table that was read never changes
                <td key={column} className={lookOf(column)}>
                  <InlineText of={cell} meanings={meanings} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
