import { plainHandle } from '#contract/handles.ts';
import type { ConversationPlan } from './conversations.ts';
import { allRoles, chooseDialogues, type Dialogue, isFirst, loadDialogues } from './dialogues.ts';
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
}

/** Writes all that was said in a conversation in the `days` before `now`. */
export function writeConversation(plan: ConversationPlan, now: number, days: number, random: Random): Line[] {
  const dialogues = chosen(plan, random);
  const placed = schedule(dialogues, { now, days, newestMinutesAgo: plan.newestMinutesAgo }, random);
  let following = plan.messages;
  const lines = placed.flatMap(({ dialogue, times }) => {
    following -= dialogue.lines.length;
    // The owner took no part in what is new to them.
    const members = following < plan.unread ? plan.members.filter(isNotOwner) : plan.members;
    const cast = castFor(dialogue, members, random);
    const said = new Map([
      ['owner', users[0].short],
      ...[...cast].map(([role, user]) => [role, user.short] as const),
    ]);
    return dialogue.lines.map(({ role, text }, line) => {
      const author = cast.get(role);
      if (!author) throw new Error('There are too few people for a dialogue');
      return { author, body: withHandles(fill(text, said, random)), time: times[line] ?? now };
    });
  });
  // What is new to the owner in a channel begins with something for them.
  const asked = plan.kind === 'direct' ? undefined : lines.at(-plan.unread || lines.length);
  if (asked) asked.body = `@${plainHandle(users[0].name)} ${asked.body}`;
  return lines;
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
  const dialogues = chooseDialogues(pool, plan.messages, random);
  // A conversation that goes on right now ends with something to look at.
  const lively = plan.newestMinutesAgo === null ? -1 : dialogues.findLastIndex(isLively);
  return lively < 0 ? dialogues : [...dialogues.toSpliced(lively, 1), ...dialogues.slice(lively, lively + 1)];
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
