import type { ReactNode } from 'react';
import { bestFit, folded } from '#ui/completion/fold.ts';
import { type Use, weightAt } from '#ui/navigation/uses.ts';

/** What stands together in the list; in this order where nothing fits better. */
export const sectionNames = [
  'recent',
  'conversations',
  'people',
  'message',
  'views',
  'actions',
  'search',
] as const;
export type SectionName = (typeof sectionNames)[number];

export type Next = () => void;

/** Somewhere to go, or something to do. */
export interface Goal {
  /** Its own, and what its use is remembered by. */
  key: string;
  section: SectionName;
  /** What the letters are compared with. */
  names: readonly string[];
  /** It stands before others of its section while nothing is asked for. */
  isUnread?: boolean;
  /** It is where one is already: the last thing one goes to. */
  isHere?: boolean;
  draw: () => ReactNode;
  /** Answers what happens when the switcher has made way; rejects when the server refuses. */
  run: (signal: AbortSignal) => Next | Promise<Next>;
}

export interface Section {
  name: SectionName;
  goals: readonly Goal[];
}

/** What a query is about: a sign at its beginning narrows it. */
export interface Asked {
  kinds: 'all' | 'channels' | 'people' | 'actions';
  text: string;
}

const signs = { '#': 'channels', '@': 'people', '>': 'actions' } as const;

export function askedIn(query: string): Asked {
  const trimmed = query.trim();
  const sign = trimmed[0];
  if (sign === '#' || sign === '@' || sign === '>')
    return { kinds: signs[sign], text: trimmed.slice(1).trim() };
  return { kinds: 'all', text: trimmed };
}

/** So many of a section are shown, and of the recent ones. */
const most = 20;
const recentMost = 7;
/** Letters that are in a name in this order, whatever is between them: worse than a part of it. */
const scattered = 3;

/**
 * What fits, best first: by how well the letters fit, then by use, then by name; the section with the best one first.
 * With no letters, where one was lately, then everything by section.
 */
export function ranked(goals: readonly Goal[], text: string, uses: readonly Use[], now: number): Section[] {
  const wanted = folded(text);
  const weights = new Map(uses.map((use) => [use.key, weightAt(use, now)]));
  const weightOf = (goal: Goal) => weights.get(goal.key) ?? 0;
  if (wanted === '') return withRecent(goals, uses, weightOf);

  const fitting = goals.flatMap((goal) => {
    const fit = goal.section === 'search' ? Number.POSITIVE_INFINITY : fitOf(goal, wanted);
    return fit === null ? [] : [{ goal, fit }];
  });
  fitting.sort(
    (one, other) =>
      // Infinity less infinity is no number.
      (one.fit === other.fit ? 0 : one.fit - other.fit) ||
      Number(one.goal.isHere ?? false) - Number(other.goal.isHere ?? false) ||
      weightOf(other.goal) - weightOf(one.goal) ||
      byName(one.goal, other.goal),
  );
  // In the order in which each section's best one comes.
  return sectioned(
    fitting.map(({ goal }) => goal),
    [...new Set(fitting.map(({ goal }) => goal.section))],
  );
}

function withRecent(
  goals: readonly Goal[],
  uses: readonly Use[],
  weightOf: (goal: Goal) => number,
): Section[] {
  const byKey = new Map(goals.map((goal) => [goal.key, goal]));
  const recent = uses
    .flatMap(({ key }) => byKey.get(key) ?? [])
    .filter((goal) => !goal.isHere && goal.section !== 'actions' && goal.section !== 'message')
    .slice(0, recentMost);
  const shown = new Set(recent);
  const rest = goals
    .filter((goal) => !shown.has(goal))
    .sort(
      (one, other) =>
        Number(other.isUnread ?? false) - Number(one.isUnread ?? false) ||
        Number(one.isHere ?? false) - Number(other.isHere ?? false) ||
        weightOf(other) - weightOf(one) ||
        byName(one, other),
    );
  const first: Section[] = recent.length > 0 ? [{ name: 'recent', goals: recent }] : [];
  return [...first, ...sectioned(rest, sectionNames)];
}

function sectioned(goals: readonly Goal[], order: readonly SectionName[]): Section[] {
  return order
    .map((name) => ({ name, goals: goals.filter((goal) => goal.section === name).slice(0, most) }))
    .filter((section) => section.goals.length > 0);
}

function fitOf({ names }: Goal, wanted: string): number | null {
  return (
    bestFit(names, wanted) ?? (names.some((name) => isScattered(wanted, folded(name))) ? scattered : null)
  );
}

/** One walk over the name: linear. */
function isScattered(wanted: string, name: string): boolean {
  if (wanted.length < 3) return false;
  let found = 0;
  for (const letter of name) if (wanted.startsWith(letter, found)) found += letter.length;
  return found >= wanted.length;
}

function byName(one: Goal, other: Goal): number {
  return (one.names[0] ?? '').localeCompare(other.names[0] ?? '');
}
