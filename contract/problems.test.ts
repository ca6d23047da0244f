import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Refusal, refuseField } from './errors.ts';
import { answerOf, problem, problemOf, refusalAnswer, refuseInput } from './problems.ts';
import { refusalCodes, refusals } from './refusals.ts';

describe.each(refusalCodes)('%s', (code) => {
  const refusal = new Refusal(code, 'No.', { errors: [{ path: 'a', message: 'b' }], retryAfter: 3 });

  test('is a problem document and an answer by the contract', () => {
    expect(problem.parse(problemOf(refusal))).toMatchObject({
      code,
      detail: 'No.',
      status: refusals[code].status,
    });
    expect(refusalAnswer.parse(answerOf(refusal))).toMatchObject({ code, message: 'No.', retryAfter: 3 });
  });

  test('says only what there is to say', () => {
    const bare = new Refusal(code, 'No.');
    expect(answerOf(bare)).toEqual({ code, message: 'No.' });
    expect(Object.keys(problemOf(bare))).toEqual(['type', 'title', 'status', 'detail', 'code']);
  });
});

test('every code has a status of its own, and none says that the fault is ours', () => {
  const statuses = refusalCodes.map((code) => refusals[code].status);
  expect(new Set(statuses).size).toBe(refusalCodes.length);
  expect(statuses).not.toContain(500);
});

test('a field is named with its message', () => {
  expect(answerOf(refuseField('email', 'Taken', 'conflict'))).toEqual({
    code: 'conflict',
    message: 'Taken',
    errors: [{ path: 'email', message: 'Taken' }],
  });
  expect(refuseField('email', 'Wrong').code).toBe('invalid');
});

describe('findings of zod', () => {
  const schema = z.strictObject({
    name: z.string('This must be text'),
    people: z.array(z.strictObject({ id: z.number('This must be a number') })),
  });
  const refuse = (input: unknown) => {
    const { error } = schema.safeParse(input);
    if (!error) throw new Error('Nothing was found');
    return refuseInput(error);
  };

  test('become the paths of fields, into objects and lists', () => {
    expect(refuse({ name: 1, people: [{ id: 1 }, { id: 'x' }] }).errors).toEqual([
      { path: 'name', message: 'This must be text' },
      { path: 'people.1.id', message: 'This must be a number' },
    ]);
  });

  test('name unknown fields one by one, wherever they are', () => {
    const { errors, message } = refuse({ name: 'a', people: [{ id: 1, age: 2 }], b: 1, c: 2 });
    expect(errors?.map(({ path }) => path).sort()).toEqual(['b', 'c', 'people.0.age']);
    expect(message).toMatch(/^people\.0\.age: This field is not known here$/);
  });

  test('are named up to twenty, however many there are and however long', () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`field ${index}`, 1]));
    expect(refuse({ ...many, name: 1 }).errors).toHaveLength(20);
    const items = Array.from({ length: 1_000 }, () => ({ id: 'x', age: 1 }));
    expect(refuse({ name: 1, people: items }).errors).toHaveLength(20);
    const long = refuse({ ['x'.repeat(100_000)]: 1, name: 'a', people: [] });
    expect(JSON.stringify(answerOf(long)).length).toBeLessThan(1_000);
  });

  test('about the whole input need no path', () => {
    const refusal = refuse('text');
    expect(refusal.errors?.[0]?.path).toBe('');
    expect(refusal.message).not.toMatch(/^: /);
  });
});
