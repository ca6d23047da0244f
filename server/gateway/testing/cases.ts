import { z } from 'zod';
import { type Operation, type OperationName, operations } from '#contract/operations.ts';
import type { RefusalCode } from '#contract/refusals.ts';
import type { Cases, Input, Who } from './case.ts';
import { accountsCases } from './cases-accounts.ts';
import { alertsCases } from './cases-alerts.ts';
import { conversationsCases } from './cases-conversations.ts';
import { exportsCases } from './cases-exports.ts';
import { filesCases } from './cases-files.ts';
import { invitationsCases } from './cases-invitations.ts';
import { keptCases } from './cases-kept.ts';
import { laterCases } from './cases-later.ts';
import { mentionsCases } from './cases-mentions.ts';
import { messagesCases } from './cases-messages.ts';
import { officeCases } from './cases-office.ts';
import { peopleCases } from './cases-people.ts';
import { programsCases } from './cases-programs.ts';
import { searchCases } from './cases-search.ts';
import { secondFactorCases } from './cases-second-factor.ts';
import { threadsCases } from './cases-threads.ts';

import { NOBODY } from './world.ts';

export interface Case {
  title: string;
  /** Null: nobody in particular. */
  as: Who | null;
  input: Input;
  /** The status of success over HTTP, or the code of the refusal. */
  expect: 200 | 201 | RefusalCode;
  /** The field that the refusal must name. */
  field?: string;
  /** In an address this is text, which is refused as well, but in words of its own. */
  asText?: true;
  /** What only the socket can ask: in an address this is text, and any text is welcome there. */
  socketOnly?: true;
}

/** Every operation's cases. A missing one does not compile. */
const cases = {
  ...peopleCases,
  ...invitationsCases,
  ...conversationsCases,
  ...messagesCases,
  ...searchCases,
  ...threadsCases,
  ...mentionsCases,
  ...keptCases,
  ...laterCases,
  ...secondFactorCases,
  ...accountsCases,
  ...alertsCases,
  ...officeCases,
  ...exportsCases,
  ...filesCases,
  ...programsCases,
} as const satisfies Record<OperationName, Cases>;

/** All cases of one operation: what must be refused, made from its schema, then its own, then the good ones. */
export function casesOf(name: OperationName): Case[] {
  const own: Cases = cases[name];
  const status = 'status' in operations[name] ? 201 : 200;
  return [
    ...badCases(name, own),
    ...(own.refused ?? []).map(
      ([title, as, input, code, field]): Case => ({
        title,
        as,
        input,
        expect: code,
        ...(field === undefined ? {} : { field }),
      }),
    ),
    ...own.good.map(
      (input, index): Case => ({
        title: `good input ${index + 1}`,
        as: own.as,
        input,
        expect: own.withoutMail ?? (own.statuses?.[index] === 200 ? 200 : status),
      }),
    ),
  ];
}

/** Each field missing, of a wrong type, and for ids malformed and unknown; an unknown field; nobody asking. */
function badCases(name: OperationName, { as, good: [pattern], mayBeNull, mayBeAbsent }: Cases): Case[] {
  const operation: Operation = operations[name];
  const inAddress = (field: string) => operation.path.includes(`{${field}}`) || operation.method === 'GET';
  const list: Case[] = [];
  const add = (title: string, input: Input, more: Omit<Case, 'title' | 'as' | 'input'>) =>
    list.push({ title, as, input, ...more });
  for (const [field, schema] of Object.entries(operation.input.shape)) {
    const refused = { expect: 'invalid', field } as const;
    const spelled = (value: unknown) => (inAddress(field) ? spelling(schema, value) : {});
    const isId = field === 'id' || field.endsWith('Id');
    const isRequired = !schema.safeParse(undefined).success;
    if (isRequired)
      add(`no ${field}`, (world) => without(pattern(world), field), {
        ...refused,
        ...(operation.path.includes(`{${field}}`) ? spelling(schema, undefined) : {}),
      });
    add(`an object as ${field}`, (world) => ({ ...pattern(world), [field]: {} }), {
      ...refused,
      ...spelled({}),
    });
    if (![mayBeNull].flat().includes(field))
      add(`null as ${field}`, (world) => ({ ...pattern(world), [field]: null }), {
        ...refused,
        ...spelled(null),
      });
    if (isId || field === 'limit' || field === 'seq' || field === 'after')
      add(`a word as ${field}`, (world) => ({ ...pattern(world), [field]: 'many' }), refused);
    if (isId && field !== 'clientId' && field !== mayBeAbsent && isRequired)
      add(`an unknown ${field}`, (world) => ({ ...pattern(world), [field]: NOBODY }), {
        expect: 'not_found',
      });
  }
  add('an unknown field', (world) => ({ ...pattern(world), surprise: '1' }), {
    expect: 'invalid',
    field: 'surprise',
  });
  if (!operation.open)
    list.push({ title: 'nobody in particular', as: null, input: pattern, expect: 'unauthenticated' });
  return list;
}

/** How REST differs for a value that an address can hold as text only. */
function spelling(schema: z.core.$ZodType, value: unknown): Pick<Case, 'asText' | 'socketOnly'> {
  const { success } = z.core.safeParse(schema, String(value));
  return success ? { socketOnly: true } : { asText: true };
}

function without(input: Record<string, unknown>, field: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([key]) => key !== field));
}
