import { type Piece, piecesOf } from '#contract/mention-words.ts';

// Slack's "mrkdwn" as Markdown: https://docs.slack.dev/messaging/formatting-message-text. Everything here is linear in
// the length of the text: no pattern looks twice at what it has passed over.

/** What is formatted nowhere: code, in blocks and in lines. */
const code = /```[\s\S]*?```|`[^`\n]+`/g;
/** A reference or a link: `<https://a.example|words>`, `<@U1>`, `<!here>`. */
const reference = /<([^<>\n]{1,3000})>/g;
const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Stands for the `@` of a mention that was written as one: nothing else of a payload has it. */
const MENTION = '\uE000';
/** Where a word stands that would call everybody (contract/mention-words.ts). */
const callSign = /(?<![\p{L}\p{M}\p{Nd}_.@#/&=?+-])@(?=(?:channel|here)(?![\p{L}\p{M}\p{Nd}_]))/giu;

/** What was posted, without what stands for mentions here. */
export function withoutMarks(given: unknown): unknown {
  return JSON.parse(JSON.stringify(given ?? null).replaceAll(MENTION, ''));
}

/** `@here` and `@channel`, where they are meant. */
export function broadcastTo(range: string): string {
  return `${MENTION}${range === 'here' ? 'here' : 'channel'}`;
}

/** How many words of a text would call everybody. */
export function countCalls(text: string): number {
  return text.match(callSign)?.length ?? 0;
}

/**
 * A whole message in which everybody is called by Slack's references alone, as it is there: what a program passes on, such
 * as an error or the words of a stranger, calls nobody. A word joiner (U+2060) sees to that, where it is no code.
 */
export function withoutCalls(body: string): string {
  const calm = ({ text, isCode }: Piece) => (isCode ? text : text.replace(callSign, '@\u2060'));
  return Array.from(piecesOf(body), calm).join('');
}

/** A whole message with the mentions that are meant. */
export function withMentions(body: string): string {
  return body.replaceAll(MENTION, '@');
}

/** Text in Slack's format as Markdown. */
export function markdownOfMrkdwn(text: string): string {
  let result = '';
  let from = 0;
  for (const match of text.matchAll(code)) {
    result += formatted(text.slice(from, match.index)) + decoded(withoutReferences(match[0]));
    from = match.index + match[0].length;
  }
  return result + formatted(text.slice(from));
}

/** Text without any format as Markdown that shows it. */
export function markdownOfPlain(text: string): string {
  return escaped(text);
}

/** Three characters that Slack escapes, as they were. */
export function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity);
}

function formatted(text: string): string {
  let result = '';
  let from = 0;
  for (const match of text.matchAll(reference)) {
    result += marked(text.slice(from, match.index)) + meaning(match[1] ?? '');
    from = match.index + match[0].length;
  }
  return result + marked(text.slice(from));
}

/** Slack's marks as Markdown's; what would be a mark in Markdown only is shown. */
function marked(text: string): string {
  return decoded(text)
    .replace(/[\\[\]]/g, '\\$&')
    .replace(/^( {0,3})(#{1,6}(?= )|={3,}|-{3,})/gm, '$1\\$2')
    .replace(/(^|[^\p{L}\p{N}*])\*(?![\s*])([^*\n]+)(?<!\s)\*(?![\p{L}\p{N}*])/gu, '$1**$2**')
    .replace(/(^|[^\p{L}\p{N}~])~(?![\s~])([^~\n]+)(?<!\s)~(?![\p{L}\p{N}~])/gu, '$1~~$2~~');
}

function escaped(text: string): string {
  return text
    .replace(/[\\[\]*_~`]/g, '\\$&')
    .replace(/^( {0,3})(#{1,6}(?= )|>|={3,}|-{3,}|\+ |- )/gm, '$1\\$2');
}

/** `https://a.example|words`, `@U1|name`, `#C1|name`, `!here`. */
function meaning(inside: string): string {
  const bar = inside.indexOf('|');
  const goal = decoded(bar < 0 ? inside : inside.slice(0, bar));
  const label = bar < 0 ? '' : decoded(inside.slice(bar + 1)).trim();
  if (goal === '!here' || goal === '!channel' || goal === '!everyone') return broadcastTo(goal.slice(1));
  if (goal.startsWith('!')) return escaped(label || goal.slice(1).split('^', 1).join(''));
  // Whoever has this name there need not be who has it here.
  if (goal.startsWith('@')) return `\`${unticked(label || goal)}\``;
  if (goal.startsWith('#')) return `\`${unticked(label ? `#${label.replace(/^#/, '')}` : goal)}\``;
  return linkTo(goal, label);
}

/** A link of Markdown; only its words where the address is none that leads anywhere. */
export function linkTo(address: string, words = ''): string {
  const url = URL.parse(address);
  if (!(url && /^(?:https?|mailto):$/.test(url.protocol))) return escaped(words || address);
  if (words === '' || words === address) return url.protocol === 'mailto:' ? escaped(url.pathname) : url.href;
  return `[${escaped(words.replace(/\s+/g, ' '))}](<${url.href.replace(/[<>]/g, encodeURIComponent)}>)`;
}

function unticked(text: string): string {
  return text.replace(/[`\n]/g, ' ').trim() || ' ';
}

/** In code Slack still marks links. */
function withoutReferences(text: string): string {
  return text.replace(reference, (_, inside: string) => inside.split('|').at(-1) ?? '');
}
