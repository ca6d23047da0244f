import { readFileSync } from 'node:fs';
import type { Random } from './random.ts';

/** What one says. `earlier`: what stood there before it was edited. */
interface Spoken {
  role: string;
  text: string;
  earlier: string | null;
  isDeleted: boolean;
  isPinned: boolean;
  /** By the owner, for later. */
  isSaved: boolean;
}

/** A short exchange, as it stands in a file of dialogues/ (see the README there). */
export interface Dialogue {
  lines: Spoken[];
  roles: string[];
  tags: string[];
}

/** The parts there are in a dialogue. */
export const allRoles = ['a', 'b', 'c', 'd'];

const opening = /^---(.*)$/m;
const speaker = /^([a-d])( edits| deletes| pins| saves)?: (.*)$/;

/** The dialogues of some themes. Throws at a line that nobody says. */
export function loadDialogues(themes: readonly string[]): Dialogue[] {
  return themes.flatMap((theme) => {
    const text = readFileSync(new URL(`./dialogues/${theme}.txt`, import.meta.url), 'utf8');
    const [, ...parts] = text.split(opening);
    const found: Dialogue[] = [];
    for (let index = 0; index < parts.length; index += 2)
      found.push(parse(theme, parts[index + 1] ?? '', parts[index] ?? ''));
    return found;
  });
}

function parse(theme: string, text: string, tags: string): Dialogue {
  const lines: Dialogue['lines'] = [];
  for (const line of text.trim().split('\n')) {
    const [, role, deed, words] = line.match(speaker) ?? [];
    const last = lines.at(-1);
    if (deed && last && words !== undefined) change(last, deed, words);
    else if (role !== undefined && words !== undefined)
      lines.push({ role, text: words, earlier: null, isDeleted: false, isPinned: false, isSaved: false });
    else if (last) last.text += `\n${line}`;
    else throw new Error(`Nobody says "${line}" in the theme ${theme}`);
  }
  return { lines, roles: [...new Set(lines.map(({ role }) => role))], tags: tags.split(' ').filter(Boolean) };
}

function change(last: Spoken, deed: string, words: string): void {
  if (deed === ' deletes') last.isDeleted = true;
  else if (deed === ' pins') last.isPinned = true;
  else if (deed === ' saves') last.isSaved = true;
  else Object.assign(last, { earlier: last.text, text: words });
}

/** Whether all but its first line are said in a thread. */
export function isThread(dialogue: Dialogue): boolean {
  return dialogue.tags.includes('thread');
}

/** How many messages the conversation itself gets of it. */
export function messagesOf({ lines, tags }: Dialogue): number {
  if (!tags.includes('thread')) return lines.length;
  return tags.includes('also') ? 2 : 1;
}

/** Whether it opens the conversation. */
export function isFirst(dialogue: Dialogue): boolean {
  return dialogue.tags.includes('first');
}

/** Dialogues that have `count` lines together. One comes again only after most others were there. */
export function chooseDialogues(pool: Dialogue[], count: number, random: Random): Dialogue[] {
  const shuffled = random.shuffled(pool);
  const shortest = Math.min(...pool.map(({ lines }) => lines.length));
  const chosen = pool.filter(isFirst);
  for (let left = count - linesOf(chosen); left > 0; left = count - linesOf(chosen)) {
    // What is left over must be nothing, or enough for another one.
    const fitting = shuffled
      .filter(({ lines }) => lines.length === left || left - lines.length >= shortest)
      .filter((dialogue) => !(dialogue.tags.includes('once') && chosen.includes(dialogue)))
      .toSorted((one, other) => chosen.lastIndexOf(one) - chosen.lastIndexOf(other));
    chosen.push(random.pick(fitting.slice(0, Math.ceil(fitting.length / 4))));
  }
  return chosen;
}

/** How many messages a conversation gets of these. */
export function linesOf(dialogues: Dialogue[]): number {
  return dialogues.reduce((total, dialogue) => total + messagesOf(dialogue), 0);
}
