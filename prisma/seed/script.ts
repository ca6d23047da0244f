import { plainHandle } from '#contract/handles.ts';
import type { ConversationPlan } from './conversations.ts';
import {
  allRoles,
  chooseDialogues,
  type Dialogue,
  isFirst,
  isThread,
  linesOf,
  loadDialogues,
  messagesOf,
} from './dialogues.ts';
import type { Random } from './random.ts';
import { schedule } from './schedule.ts';
import { type SeedUser, users } from './users.ts';
import { fill } from './words.ts';

/** Dialogues in other languages for each one in English, which all in a channel have in common. */
const otherLanguages = 0.12;

/** One message of the seed: its position in the list, from 1, is its `seq`. */
export interface Line {
  author: SeedUser;
  body: string;
  /** Milliseconds since 1970, each greater than the one before. */
  time: number;
  /** The text before it was edited. */
  earlier: string | null;
  isDeleted: boolean;
  isPinned: boolean;
  isSaved: boolean;
  /** What is said in the thread that hangs on it, and how much of that the owner has not read. */
  thread: { replies: Line[]; unread: number } | null;
  /** The line in whose thread this was said, and to the conversation too. */
  copiedFrom: Line | null;
}

/** Writes all that was said in a conversation in the `days` before `now`. */
export function writeConversation(plan: ConversationPlan, now: number, days: number, random: Random): Line[] {
  const dialogues = chosen(plan, random);
  const placed = schedule(dialogues, { now, days, newestMinutesAgo: plan.newestMinutesAgo }, random);
  let following = plan.messages;
  const lines = placed.flatMap(({ dialogue, times }) => {
    following -= messagesOf(dialogue);
    // The owner took no part in what is new to them, nor in threads.
    const isNew = following < plan.unread || isThread(dialogue);
    const members = isNew ? plan.members.filter(isNotOwner) : plan.members;
    const spoken = speak(dialogue, castFor(dialogue, members, random), times, random);
    return isThread(dialogue) ? hangThread(spoken, dialogue.tags) : spoken;
  });
  // What is new to the owner in a channel begins with something for them.
  const asked = plan.kind === 'direct' ? undefined : lines.at(-plan.unread || lines.length);
  if (asked) asked.body = `@${plainHandle(users[0].name)} ${asked.body}`;
  return lines;
}

/** What is said in a dialogue, by whom. */
function speak(
  dialogue: Dialogue,
  cast: ReadonlyMap<string, SeedUser>,
  times: number[],
  random: Random,
): Line[] {
  const said = new Map([
    ['owner', users[0].short],
    ...[...cast].map(([role, user]) => [role, user.short] as const),
  ]);
  const write = (text: string) => withHandles(fill(text, said, random));
  return dialogue.lines.map(({ role, text, earlier, ...facts }, line) => {
    const [author, time] = [cast.get(role), times[line]];
    if (!author || time === undefined) throw new Error('There are too few people for a dialogue');
    const body = write(text);
    return {
      ...{ author, body, time, ...facts, thread: null, copiedFrom: null },
      earlier: earlier === null ? null : write(earlier),
    };
  });
}

/** The first line with the others in its thread; `also`: the last of them is said here too, `new`: the owner has not read it. */
function hangThread([root, ...replies]: Line[], tags: string[]): Line[] {
  const last = replies.at(-1);
  if (!(root && last)) throw new Error('A thread has a reply');
  root.thread = { replies, unread: tags.includes('new') ? 1 : 0 };
  return tags.includes('also') ? [root, { ...last, time: last.time + 1, copiedFrom: root }] : [root];
}

/** `@Ada` is `@ada.okafor`. */
function withHandles(body: string): string {
  return body.replace(/@(\p{Lu}\p{L}+)/gu, (word, short: string) => {
    const user = users.find((each) => each.short === short);
    return user ? `@${plainHandle(user.name)}` : word;
  });
}

/** Everything of the plan's themes that its users can say, as much of it as the plan wants. */
function chosen(plan: ConversationPlan, random: Random): Dialogue[] {
  const castable = loadDialogues(plan.themes).filter(
    (dialogue) => dialogue.roles.length <= speakersOf(dialogue, plan.members).length,
  );
  const inEnglish = castable.filter((dialogue) => !languageOf(dialogue));
  const others = random.shuffled(castable.filter(languageOf));
  const share = plan.kind === 'direct' ? others.length : inEnglish.length * otherLanguages;
  const pool = [...inEnglish, ...others.slice(0, share)];
  if (plan.kind === 'direct' && plan.unread > 0) {
    const ending = random.pick(
      loadDialogues(['unanswered']).filter(({ lines }) => lines.length === plan.unread),
    );
    return [...chooseDialogues(pool, plan.messages - ending.lines.length, random), ending];
  }
  const last = loadDialogues(plan.endsWith);
  const dialogues = chooseDialogues(pool, plan.messages - linesOf(last), random);
  // A conversation that goes on right now ends with something to look at.
  const lively = plan.newestMinutesAgo === null ? -1 : dialogues.findLastIndex(isLively);
  if (lively < 0) return [...dialogues, ...last];
  return [...dialogues.toSpliced(lively, 1), ...last, ...dialogues.slice(lively, lively + 1)];
}

function isLively({ lines, tags }: Dialogue): boolean {
  return lines.length > 3 && tags.length === 0;
}

function isNotOwner(user: SeedUser): boolean {
  return user !== users[0];
}

/** A dialogue in another language is for those who speak it. */
function languageOf(dialogue: Dialogue): string | undefined {
  return dialogue.tags.find((tag) => tag.length === 2);
}

function speakersOf(dialogue: Dialogue, members: readonly SeedUser[]): readonly SeedUser[] {
  const language = languageOf(dialogue);
  return language ? members.filter((user) => user.language === language) : members;
}

/** Who takes which part; whoever is left takes those that are only spoken of. */
function castFor(dialogue: Dialogue, members: readonly SeedUser[], random: Random): Map<string, SeedUser> {
  const speakers = random.shuffled(speakersOf(dialogue, members));
  if (isFirst(dialogue)) speakers.sort((left, right) => members.indexOf(left) - members.indexOf(right));
  const roles = [...new Set([...dialogue.roles, ...allRoles])];
  return new Map(
    roles.flatMap((role, index) => {
      const user = speakers[index];
      return user ? [[role, user] as const] : [];
    }),
  );
}
