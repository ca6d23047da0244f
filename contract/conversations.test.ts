import { expect, test } from 'vitest';
import {
  conversationName,
  conversationPatch,
  conversationQuery,
  description,
  newConversation,
  topic,
} from './conversations.ts';
import { limits } from './limits.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

test('a topic may be empty, and has 500 characters at most', () => {
  expect(topic.parse('  ')).toBe('');
  expect(accepts(topic, '𝄞'.repeat(500))).toBe(true);
  expect(accepts(topic, '𝄞'.repeat(501))).toBe(false);
  expect(accepts(conversationName, 'x'.repeat(81))).toBe(false);
});

test('a description has 2,000 characters at most, in several lines', () => {
  expect(description.parse(' # What\n\n- one\t**two** ')).toBe('# What\n\n- one\t**two**');
  expect(accepts(description, '𝄞'.repeat(2_000))).toBe(true);
  expect(accepts(description, '𝄞'.repeat(2_001))).toBe(false);
  expect(accepts(description, 'turned \u202E round')).toBe(false);
});

test('a change names what it changes; only a name may be taken away', () => {
  expect(conversationPatch.parse({ name: null })).toEqual({ name: null });
  expect(conversationPatch.parse({ archived: true, description: ' x ' })).toEqual({
    archived: true,
    description: 'x',
  });
  for (const input of [{ topic: null }, { description: null }, { archived: 'yes' }, { kind: 'public' }])
    expect(accepts(conversationPatch, input)).toBe(false);
  expect(conversationQuery.parse({}).archived).toBe(false);
});

test.each([
  ['#hash', 'hash'],
  ['# hash', 'hash'],
  [' ## hash#tag ', 'hash#tag'],
  ['\uFF03hash', 'hash'],
  ['# \uFE5F#hash', 'hash'],
  ['#cafe\u0301', 'caf\u00E9'],
  ['C#', 'C#'],
  ['#\uFE0F\u20E3 numbers', '#\uFE0F\u20E3 numbers'],
])('a channel called %j is called %j', (typed, name) => {
  expect(conversationName.parse(typed)).toBe(name);
  expect(conversationName.parse(name)).toBe(name);
});

test.each(['#', '# #', '\uFF03 '])('%j is no name of a channel', (typed) => {
  expect(conversationName.safeParse(typed).error?.issues[0]?.message).toBe('This cannot be empty');
});

const memberIds = (count: number) =>
  Array.from({ length: count }, (_, index) => `019a0000-0000-7000-8000-${String(index).padStart(12, '0')}`);

test.each([
  ['a public channel', { kind: 'public', name: 'general' }],
  ['a private channel with a topic', { kind: 'private', name: 'plans', topic: 'next year' }],
  ['a channel with many in it', { kind: 'public', name: 'all', memberIds: memberIds(limits.initialMembers) }],
  ['two people', { kind: 'direct', memberIds: memberIds(1) }],
  ['three people with a name', { kind: 'direct', name: 'Trip', memberIds: memberIds(2) }],
  ['as many as there may be', { kind: 'direct', memberIds: memberIds(limits.directMembers - 1) }],
])('a new conversation may be %s', (_, input) => {
  expect(newConversation.parse(input)).toEqual(input);
});

test.each([
  ['kind', { kind: 'thread', name: 'x' }],
  ['name', { kind: 'public' }],
  ['name', { kind: 'private', topic: 'x' }],
  ['name', { kind: 'direct', name: 'x', memberIds: memberIds(1) }],
  ['topic', { kind: 'direct', topic: 'x', memberIds: memberIds(1) }],
  ['memberIds', { kind: 'direct' }],
  ['memberIds', { kind: 'direct', memberIds: [] }],
  ['memberIds', { kind: 'direct', memberIds: memberIds(limits.directMembers) }],
  ['memberIds', { kind: 'public', name: 'all', memberIds: memberIds(limits.initialMembers + 1) }],
])('its %s is refused in %j', (field, input) => {
  const paths = newConversation.safeParse(input).error?.issues.map(({ path }) => path.join('.'));
  expect(paths).toEqual([field]);
});
