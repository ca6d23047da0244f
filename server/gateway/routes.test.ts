import { describe, expect, test } from 'vitest';
import { type Operation, operations } from '#contract/operations.ts';
import { matchRoute } from './routes.ts';

const ID = '019a0000-0000-7000-8000-000000000001';
const inputOf = (method: string, path: string, query = '', body?: unknown) => ({
  ...matchRoute(method, path).input(new URLSearchParams(query), body),
});

const routed = Object.entries<Operation>(operations).filter(([, { method }]) => method);

test.each(routed)('%s is found at its own address', (name, { method, path }) => {
  const match = matchRoute(method ?? '', path.replace(/\{\w+\}/g, ID));
  expect(match.name).toBe(name);
  expect({ ...match.input(new URLSearchParams(), undefined) }).toEqual(
    Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, field]) => [field, ID])),
  );
});

test('a fixed part goes before a field', () => {
  expect(matchRoute('GET', '/users/me').name).toBe('user:me');
  expect(matchRoute('GET', '/users/mee').name).toBe('user:get');
});

test.each([
  ['GET', ''],
  ['GET', '/'],
  ['GET', '/nothing'],
  ['GET', '/users/me/'],
  ['GET', '/Users/me'],
  ['POST', '/users/me'],
  ['TRACE', '/users'],
])('%s %s is not there', (method, path) => {
  expect(() => matchRoute(method, path)).toThrow(expect.objectContaining({ code: 'not_found' }));
});

describe('input', () => {
  test('of a query has numbers where the schema wants them, and text elsewhere', () => {
    expect(inputOf('GET', `/conversations/${ID}/messages`, 'before=12&limit=x')).toEqual({
      conversationId: ID,
      before: 12,
      limit: 'x',
    });
    expect(inputOf('GET', '/users', 'q=12&limit=5')).toEqual({ q: '12', limit: 5 });
    expect(inputOf('GET', '/users', 'limit=-1').limit).toBe(-1);
    expect(inputOf('GET', '/users', 'limit=1.5').limit).toBe(1.5);
    for (const text of ['', '1e3', '0x10', ' 1', '1 ', '+1', 'NaN', '9'.repeat(16)])
      expect(inputOf('GET', '/users', new URLSearchParams({ limit: text }).toString()).limit).toBe(text);
  });

  test('of a query has lists where the schema wants them, by repeated keys or commas', () => {
    const memberIds = (query: string) => inputOf('POST', '/conversations', query).memberIds;
    expect(memberIds('memberIds=a')).toEqual(['a']);
    expect(memberIds('memberIds=a,b&memberIds=c')).toEqual(['a', 'b', 'c']);
    expect(memberIds('name=x')).toBeUndefined();
  });

  test('of a query has an empty list by a key alone', () => {
    expect(inputOf('GET', '/users', 'ids=').ids).toEqual([]);
  });

  test('of a query has what only one value can mean: null, and a fixed value', () => {
    const days = (text: string) => inputOf('PATCH', '/workspace', `retentionDays=${text}`).retentionDays;
    expect(['null', '7', 'none'].map(days)).toEqual([null, 7, 'none']);
    const forward = (text: string) =>
      inputOf('PUT', `/conversations/${ID}/read`, `onlyForward=${text}`).onlyForward;
    expect(['true', 'false'].map(forward)).toEqual([true, 'false']);
    expect(inputOf('PATCH', `/conversations/${ID}`, 'name=null').name).toBe('null');
  });

  test('of an address holds an emoji, escaped or not', () => {
    for (const emoji of ['👍🏽', '%F0%9F%91%8D%F0%9F%8F%BD'])
      expect(inputOf('PUT', `/messages/${ID}/reactions/${emoji}`).emoji).toBe('👍🏽');
  });

  test('of a query has true and false where the schema wants them', () => {
    const openSignUp = (text: string) => inputOf('PATCH', '/workspace', `openSignUp=${text}`).openSignUp;
    expect(['true', 'false', 'yes', '', '1'].map(openSignUp)).toEqual([true, false, 'yes', '', '1']);
    expect(inputOf('PATCH', '/workspace', 'name=true').name).toBe('true');
  });

  test('of an address is unescaped once', () => {
    expect(inputOf('GET', '/users/a%2Fb%2520c').id).toBe('a/b%20c');
    expect(() => matchRoute('GET', '/users/%ff')).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  test.each([
    ['GET', '/users', 'q=a&q=b', undefined, 'q'],
    ['GET', `/users/${ID}`, 'id=x', undefined, 'id'],
    ['PATCH', `/conversations/${ID}`, '', { conversationId: ID }, 'conversationId'],
  ])('of %s %s?%s must not say a thing twice', (method, path, query, body, field) => {
    expect(() => inputOf(method, path, query, body)).toThrow(
      expect.objectContaining({ code: 'invalid', errors: [expect.objectContaining({ path: field })] }),
    );
  });

  test('keeps a field called __proto__ as a field', () => {
    const body: unknown = JSON.parse('{"__proto__": {"name": "x"}}');
    const input = matchRoute('PATCH', '/users/me').input(new URLSearchParams('constructor=1'), body);
    expect(Object.keys(input).sort()).toEqual(['__proto__', 'constructor']);
    expect(Reflect.get(input, 'name')).toBeUndefined();
  });

  test.each([[[1]], ['text'], [7], [null], [true]])('cannot be the body %j', (body) => {
    expect(() => inputOf('PATCH', '/users/me', '', body)).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });
});
