import { expect, test } from 'vitest';
import { askedIn, type Goal, ranked, type SectionName } from './goals.ts';

function goal(name: string, section: SectionName = 'conversations', rest: Partial<Goal> = {}): Goal {
  return { key: name, section, names: [name], draw: () => name, run: () => () => {}, ...rest };
}
const shown = (goals: Goal[], text: string, used: string[] = []) =>
  ranked(
    goals,
    text,
    used.map((key) => ({ key, weight: 1, at: 0 })),
    0,
  ).map(({ name, goals: found }) => [name, ...found.map(({ key }) => key)]);

test('a beginning is before that of a word, a part, and letters that stand apart', () => {
  const goals = ['mydesign', 'dr-esoigner', 'team design', 'Désign'].map((name) => goal(name));
  expect(shown(goals, 'desig')).toEqual([
    ['conversations', 'Désign', 'team design', 'mydesign', 'dr-esoigner'],
  ]);
  expect(shown(goals, 'xx')).toEqual([]);
});

test('among those that fit alike, the most used is first', () => {
  const goals = ['plan-a', 'plan-b', 'plan-c'].map((name) => goal(name));
  expect(shown(goals, 'plan', ['plan-c'])).toEqual([['conversations', 'plan-c', 'plan-a', 'plan-b']]);
});

test('the section with the best one is first, and the search for messages last', () => {
  const goals = [
    goal('my settings'),
    goal('Settings', 'actions'),
    goal('Search', 'search', { names: [] }),
    goal('Seth', 'people'),
  ];
  expect(shown(goals, 'set')).toEqual([
    ['people', 'Seth'],
    ['actions', 'Settings'],
    ['conversations', 'my settings'],
    ['search', 'Search'],
  ]);
});

test('with no letters: where one was lately, then what is unread; where one is comes last', () => {
  const goals = [
    goal('here', 'conversations', { isHere: true }),
    goal('calm'),
    goal('loud', 'conversations', { isUnread: true }),
    goal('Unreads', 'views'),
  ];
  expect(shown(goals, '', ['here', 'Unreads', 'gone'])).toEqual([
    ['recent', 'Unreads'],
    ['conversations', 'loud', 'calm', 'here'],
  ]);
});

test('a sign at the beginning narrows', () => {
  expect(askedIn('plans')).toEqual({ kinds: 'all', text: 'plans' });
  expect(askedIn(' #plans')).toEqual({ kinds: 'channels', text: 'plans' });
  expect(askedIn('@ ada')).toEqual({ kinds: 'people', text: 'ada' });
  expect(askedIn('>')).toEqual({ kinds: 'actions', text: '' });
});
