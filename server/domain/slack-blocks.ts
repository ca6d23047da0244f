import { z } from 'zod';
import { limits } from '#contract/limits.ts';
import { broadcastTo, linkTo, markdownOfMrkdwn, markdownOfPlain } from './slack-text.ts';

// Slack's blocks as Markdown: https://docs.slack.dev/reference/block-kit/blocks.

/** How deep lists and quotes of rich text lie in each other, at the most. */
const DEPTH = 5;

const words = z.string().catch('');
const text = z.looseObject({ type: words, text: words }).optional().catch(undefined);
type Text = z.infer<typeof text>;

const block = z.looseObject({
  type: words,
  text: z.union([z.string(), text]).optional().catch(undefined),
  fields: z.array(text).catch([]),
  elements: z.array(z.unknown()).catch([]),
  title: text,
  alt_text: words,
  image_url: words,
});
type Block = z.infer<typeof block>;

/** What blocks say, a paragraph each; empty: nothing. */
export function blocksText(blocks: readonly unknown[]): string {
  return blocks
    .slice(0, limits.hookParts)
    .map((given) => {
      const parsed = block.safeParse(given);
      return parsed.success ? blockText(parsed.data) : '';
    })
    .filter((part) => part !== '')
    .join('\n\n');
}

function blockText(given: Block): string {
  const own = typeof given.text === 'string' ? { type: 'mrkdwn', text: given.text } : given.text;
  switch (given.type) {
    case 'header':
      return own?.text.trim() ? `**${markdownOfPlain(own.text.trim())}**` : '';
    case 'section':
      return lines([objectText(own), ...given.fields.slice(0, limits.hookParts).map(objectText)]);
    case 'context':
      return given.elements.slice(0, limits.hookParts).map(elementText).filter(Boolean).join(' · ');
    case 'actions':
      return given.elements.slice(0, limits.hookParts).map(elementText).filter(Boolean).join(' · ');
    case 'image':
      return linkTo(given.image_url, given.title?.text.trim() || given.alt_text.trim());
    case 'divider':
      return '---';
    // It is Markdown already.
    case 'markdown':
      return own?.text.trim() ?? '';
    case 'rich_text':
      return richText(given.elements, 0);
    default:
      return '';
  }
}

function objectText(given: Text): string {
  if (!given) return '';
  return given.type === 'plain_text'
    ? markdownOfPlain(given.text.trim())
    : markdownOfMrkdwn(given.text.trim());
}

function lines(parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

const element = z.looseObject({
  type: words,
  text: z.union([z.string(), text]).optional().catch(undefined),
  url: words,
  alt_text: words,
  image_url: words,
});

/** A text, a picture or a button that leads somewhere; what only Slack could answer is left out. */
function elementText(given: unknown): string {
  const parsed = element.safeParse(given);
  if (!parsed.success) return '';
  const { type, text: own, url, alt_text: alternative, image_url: image } = parsed.data;
  if (type === 'image') return linkTo(image, alternative.trim());
  if (typeof own === 'string') return objectText({ type, text: own });
  return url === '' ? '' : linkTo(url, own?.text.trim() ?? '');
}

const rich = z.looseObject({
  type: words,
  text: words,
  url: words,
  name: words,
  unicode: words,
  user_id: words,
  channel_id: words,
  range: words,
  style: z
    .union([z.string(), z.looseObject({})])
    .optional()
    .catch(undefined),
  elements: z.array(z.unknown()).catch([]),
});
type Rich = z.infer<typeof rich>;

function richText(elements: readonly unknown[], depth: number): string {
  const parts = richOf(elements).map((part) => richPart(part, depth));
  return parts.filter((part) => part !== '').join('\n');
}

function richOf(elements: readonly unknown[]): Rich[] {
  return elements.slice(0, 10 * limits.hookParts).flatMap((given) => {
    const parsed = rich.safeParse(given);
    return parsed.success ? [parsed.data] : [];
  });
}

function richPart(part: Rich, depth: number): string {
  const inline = () => richOf(part.elements).map(inlineText).join('');
  if (part.type === 'rich_text_preformatted')
    return `\`\`\`\n${richOf(part.elements)
      .map(({ text: own, url }) => own || url)
      .join('')
      .replaceAll('```', "'''")}\n\`\`\``;
  if (part.type === 'rich_text_quote') return inline().replace(/^/gm, '> ');
  if (part.type === 'rich_text_list' && depth < DEPTH)
    return richOf(part.elements)
      .map(
        (item, index) => `${part.style === 'ordered' ? `${index + 1}.` : '-'} ${richPart(item, depth + 1)}`,
      )
      .join('\n');
  return inline();
}

/** Marks of Markdown, by Slack's names of styles. */
const styles: Record<string, string> = { bold: '**', italic: '_', strike: '~~' };

function inlineText({
  type,
  text: own,
  url,
  name,
  unicode,
  user_id,
  channel_id,
  range,
  style,
}: Rich): string {
  switch (type) {
    case 'text':
      return styled(own, style);
    case 'link':
      return linkTo(url, own);
    case 'emoji':
      return emojiOf(unicode) || `:${name.replace(/[^\w+-]/g, '')}:`;
    case 'user':
      return `\`@${user_id.replace(/\W/g, '')}\``;
    case 'channel':
      return `\`#${channel_id.replace(/\W/g, '')}\``;
    case 'broadcast':
      return broadcastTo(range);
    default:
      return markdownOfPlain(own);
  }
}

function styled(own: string, style: Rich['style']): string {
  if (typeof style !== 'object' || own.trim() === '') return markdownOfPlain(own);
  if ('code' in style && style['code'] === true && !/[`\n]/.test(own)) return `\`${own}\``;
  // Marks stand beside what they mark.
  const middle = own.trim();
  const before = own.slice(0, own.length - own.trimStart().length);
  const after = own.slice(own.trimEnd().length);
  const marks = Object.entries(styles).flatMap(([called, mark]) =>
    called in style && Reflect.get(style, called) === true ? [mark] : [],
  );
  return `${before}${marks.join('')}${markdownOfPlain(middle)}${marks.toReversed().join('')}${after}`;
}

/** Code points in hexadecimal, with hyphens between them. */
function emojiOf(unicode: string): string {
  const points = unicode.split('-', 10).map((part) => Number.parseInt(part, 16));
  return unicode !== '' && points.every((point) => point > 0x20 && point <= 0x10_ff_ff)
    ? String.fromCodePoint(...points).toWellFormed()
    : '';
}
