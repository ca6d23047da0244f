import fc from 'fast-check';
import { z } from 'zod';
import { type Operation, type OperationName, operations } from '#contract/operations.ts';
import { hostileText, hostileValue, unknownFields } from './values.ts';
import type { Workspace } from './workspace.ts';

/** As much of JSON Schema as the contract's inputs come to. */
const field = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  anyOf: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxItems: z.number().optional(),
  items: z.unknown().optional(),
});
const shape = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

/** One call, as somebody makes it. */
export interface OperationCall {
  name: OperationName;
  input: unknown;
}

/** Calls of every operation: inputs that fit its schema, and inputs that nearly do. */
export function operationCalls(workspace: Workspace): fc.Arbitrary<OperationCall> {
  const calls = Object.keys(operations)
    .filter(isName)
    .map((name) =>
      fc.record(
        { name: fc.constant(name), input: mutated(fittingInput(name, workspace)) },
        { noNullPrototype: true },
      ),
    );
  return fc.oneof(...calls);
}

function isName(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}

/** The JSON Schema of an operation's input, by field. */
export function fieldsOf(name: OperationName): z.infer<typeof shape> {
  const { input }: Operation = operations[name];
  return shape.parse(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }));
}

function fittingInput(name: OperationName, workspace: Workspace): fc.Arbitrary<Record<string, unknown>> {
  return fittingObject(name, fieldsOf(name), workspace);
}

function fittingObject(
  name: OperationName,
  { properties, required }: z.infer<typeof shape>,
  workspace: Workspace,
): fc.Arbitrary<Record<string, unknown>> {
  const values = Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, fittingValue(name, key, schema, workspace)]),
  );
  return fc.record(values, { requiredKeys: required, noNullPrototype: true });
}

const emails = fc.nat({ max: 0xffffff }).map((number) => `user${number}@fuzz.test`);
/** From long ago to beyond what anybody plans. */
const times = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const words = fc.oneof(
  fc.constantFrom('plans', 'Ada Lovelace', 'ключи', '日本', 'Zoë', 'a'),
  fc.nat({ max: 0xffffff }).map((number) => `name ${number.toString(36)}`),
);

/** A value that the schema takes, and that means something wherever the field's name says what it is. */
function fittingValue(
  name: OperationName,
  key: string,
  schema: unknown,
  workspace: Workspace,
): fc.Arbitrary<unknown> {
  const { type, anyOf, ...rest } = field.parse(schema);
  const choices = anyOf ?? (Array.isArray(type) ? type.map((one) => ({ ...rest, type: one })) : null);
  if (choices) return fc.oneof(...choices.map((choice) => fittingValue(name, key, choice, workspace)));
  if (type === 'null') return fc.constant(null);
  if (type === 'object') return fittingObject(name, shape.parse(schema), workspace);
  return fittingScalar(name, key, schema, workspace);
}

/** As `fittingValue`, of what is no object and neither this nor that. */
function fittingScalar(
  name: OperationName,
  key: string,
  schema: unknown,
  workspace: Workspace,
): fc.Arbitrary<unknown> {
  const { type, format, enum: choices, minimum, maximum, maxItems, items } = field.parse(schema);
  if (choices) return fc.constantFrom(...choices);
  if (type === 'array')
    return fc.array(fittingValue(name, key, items, workspace), { maxLength: Math.min(maxItems ?? 5, 12) });
  // Nobody of the workspace has a second factor: whoever required one would be asked for it at every call after.
  if (key === 'requireSecondFactor') return fc.constant(false);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return numbers(minimum, maximum);
  if (format === 'uuid') return ids(name, key, workspace);
  if (format === 'date-time') return times;
  if (key === 'cursor' || key === 'since' || key === 'changedSince')
    return fc.oneof(
      fc.nat({ max: 99 }).map((index) => workspace.pick('cursor', index)),
      hostileText,
    );
  if (key === 'email') return emails;
  if (key === 'handle') return emails.map((email) => email.split('@', 1)[0]);
  if (key === 'password') return fc.constantFrom('correct horse battery', 'a b c d e f g h i j k', 'short');
  if (key === 'emoji') return fc.constantFrom('👍', '🎉', '👩‍👩‍👧‍👦', '🇫🇷', '❤️', 'x', '👍👍');
  return fc.oneof({ weight: 3, arbitrary: words }, { weight: 1, arbitrary: hostileText });
}

function numbers(minimum = 0, maximum = 2_147_483_647): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: minimum, max: Math.min(maximum, minimum + 20) }),
    fc.constantFrom(minimum, maximum),
    fc.integer({ min: minimum, max: maximum }),
  );
}

/** What takes somebody's account, address or role from them: done to nobody who is needed afterwards. */
const looksAfter = /^user:(?:set-|suspend|reactivate|remove|sign-out|reset-)/;

function ids(name: OperationName, key: string, workspace: Workspace): fc.Arbitrary<string> {
  if (key === 'clientId') return fc.uuid();
  if (looksAfter.test(name)) return fc.nat({ max: 99 }).map((index) => workspace.pick('bystander', index));
  const noun = /user|member/i.test(key)
    ? 'user'
    : /conversation/i.test(key)
      ? 'conversation'
      : /message/i.test(key) || name.startsWith('message')
        ? 'message'
        : name.startsWith('user')
          ? 'user'
          : 'conversation';
  return fc.nat({ max: 99 }).map((index) => workspace.pick(noun, index));
}

type Mutation =
  | { kind: 'set'; index: number; value: unknown }
  | { kind: 'drop'; index: number }
  | { kind: 'add'; fields: Record<string, unknown> };

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      index: fc.nat({ max: 9 }),
      value: hostileValue,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), index: fc.nat({ max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('add' as const), fields: unknownFields }) },
);

/** The input as it is, with something wrong in it, or something else in its place. */
function mutated(input: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 6, arbitrary: input },
    {
      weight: 8,
      arbitrary: fc
        .tuple(input, fc.array(mutation, { minLength: 1, maxLength: 3 }))
        .map(([value, mutations]) => mutations.reduce(mutate, value)),
    },
    { weight: 1, arbitrary: hostileValue },
  );
}

function mutate(input: Record<string, unknown>, change: Mutation): Record<string, unknown> {
  if (change.kind === 'add')
    return Object.fromEntries([...Object.entries(input), ...Object.entries(change.fields)]);
  const keys = Object.keys(input);
  const key = keys[change.index % Math.max(1, keys.length)];
  if (key === undefined) return input;
  const others = Object.entries(input).filter(([name]) => name !== key);
  return Object.fromEntries(change.kind === 'drop' ? others : [...others, [key, change.value]]);
}
