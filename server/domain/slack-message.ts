import { z } from 'zod';
import { characterCount } from '#contract/characters.ts';
import { limits } from '#contract/limits.ts';
import { nameText } from '#contract/text.ts';
import { blocksText } from './slack-blocks.ts';
import {
  countCalls,
  linkTo,
  markdownOfMrkdwn,
  markdownOfPlain,
  withMentions,
  withoutCalls,
  withoutMarks,
} from './slack-text.ts';

// What programs post to Slack's incoming webhooks, as one message of ours: its text or its blocks, then its attachments.
// What is not understood is left out; nothing of it is refused for that.

const words = z.string().catch('');
const list = <Item extends z.ZodType>(item: Item) => z.array(item).catch([]);

const field = z.looseObject({ title: words, value: words }).catch({ title: '', value: '' });

const attachment = z.looseObject({
  fallback: words,
  color: words,
  pretext: words,
  author_name: words,
  title: words,
  title_link: words,
  text: words,
  fields: list(field),
  image_url: words,
  footer: words,
  blocks: list(z.unknown()),
});
type Attachment = z.infer<typeof attachment>;

const payload = z.looseObject({
  text: words,
  username: words,
  mrkdwn: z.boolean().catch(true),
  /** `@channel` and `@here` in a text count. */
  link_names: z.union([z.boolean(), z.number()]).catch(false),
  blocks: list(z.unknown()),
  attachments: list(attachment.catch(attachment.parse({}))),
});

/** The body of the message; null: there is nothing in it. Throws when it is no payload at all. */
export function bodyOfSlackPayload(given: unknown): string | null {
  const { text, username, mrkdwn, link_names, blocks, attachments } = payload.parse(withoutMarks(given));
  // Where there are blocks, the text is what is shown in notifications.
  const main = blocksText(blocks) || (mrkdwn ? markdownOfMrkdwn(text.trim()) : markdownOfPlain(text.trim()));
  const parts = [main, ...attachments.slice(0, limits.hookParts).map(attachmentText)].filter(
    (part) => part !== '',
  );
  const name = nameText(limits.userName).safeParse(username);
  const head = name.success ? `**${markdownOfPlain(name.data)}**\n` : '';
  const said = parts.join('\n\n');
  if (/^[\s\0]*$/.test(said)) return null;
  return withMentions(link_names ? shortened(head + said) : calmed(head + said));
}

/** The same as `shortened`, with room for what keeps words from calling everybody. */
function calmed(text: string): string {
  const whole = shortened(text);
  return withoutCalls(shortened(text, limits.messageBody - countCalls(whole)));
}

function attachmentText(given: Attachment): string {
  const { pretext, title, title_link: link, author_name: author, text, fields, footer, blocks } = given;
  const lines = [
    markdownOfPlain(author.trim()),
    title.trim() && `**${link ? linkTo(link, title.trim()) : markdownOfPlain(title.trim())}**`,
    markdownOfMrkdwn(text.trim()),
    blocksText(blocks),
    ...fields.slice(0, limits.hookParts).map(fieldText),
    given.image_url && linkTo(given.image_url),
    markdownOfPlain(footer.trim()),
  ].filter((line) => line !== '');
  const shown = lines.length > 0 ? lines : [markdownOfPlain(given.fallback.trim())].filter(Boolean);
  if (shown.length === 0) return markdownOfMrkdwn(pretext.trim());
  const [first = '', ...rest] = shown.join('\n').split('\n');
  const quoted = [markOf(given.color) + first, ...rest].map((line) => `> ${line}`).join('\n');
  return [markdownOfMrkdwn(pretext.trim()), quoted].filter(Boolean).join('\n\n');
}

function fieldText({ title, value }: z.infer<typeof field>): string {
  const name = title.trim() && `**${markdownOfPlain(title.trim())}**`;
  return [name, markdownOfMrkdwn(value.trim())].filter(Boolean).join(': ');
}

const named: Record<string, string> = { good: '🟢 ', warning: '🟡 ', danger: '🔴 ' };

/** The colour of an attachment as a sign before it: one of the three that have a meaning, or what a number is near to. */
function markOf(color: string): string {
  if (Object.hasOwn(named, color)) return named[color] ?? '';
  const [, red = '', green = '', blue = ''] =
    /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color) ?? [];
  if (red === '') return '';
  const [r, g, b] = [red, green, blue].map((part) => Number.parseInt(part, 16)) as [number, number, number];
  if (Math.max(r, g, b) - Math.min(r, g, b) < 40) return '';
  if (b > r && b > g) return '🔵 ';
  if (r > 1.6 * g) return '🔴 ';
  return g > 1.3 * r ? '🟢 ' : '🟡 ';
}

/** As much as a message holds, and a word that there was more. */
function shortened(text: string, most: number = limits.messageBody): string {
  const sound = text.toWellFormed().replaceAll('\0', '');
  if (sound.length <= most || characterCount(sound) <= most) return sound;
  const end = '\n\n… (shortened)';
  const kept = Array.from(sound.slice(0, 2 * most)).slice(0, most - end.length);
  return `${kept.join('').trimEnd()}${end}`;
}
