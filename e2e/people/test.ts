import { randomUUID } from 'node:crypto';
import { request } from '@playwright/test';
import type { OperationInput } from '#contract/operations.ts';
import { test as base, expect } from '#e2e/support/test.ts';
import { callWith } from './api.ts';
import { type Account, Person } from './person.ts';

interface PeopleFixtures {
  /** Somebody with an account, signed in, in front of an empty tab. */
  person: (firstName: string, options?: Parameters<Person['device']>[0]) => Promise<Person>;
  /** Somebody without an account. */
  visitor: (firstName: string) => Promise<Person>;
}

/** Everyone's password, except where it matters. */
export const password = 'correct horse battery';

/** A name that nobody else in this workspace has. */
export function unique(name: string): string {
  return `${name}-${randomUUID().slice(0, 6)}`;
}

function newAccount(firstName: string): Account {
  const name = unique(firstName).replace('-', ' ');
  // Names are in any script, addresses in ASCII.
  return { id: '', name, email: `${randomUUID()}@example.test`, password };
}

/** A test among people. The workspace has an owner already, so that nobody in a test is by accident special. */
export const test = base.extend<PeopleFixtures, { owner: Account }>({
  owner: [
    async ({ server }, use) => {
      const api = await request.newContext({ baseURL: server.url });
      const account = newAccount('Olga');
      const { name, email } = account;
      const { id } = await callWith(api)('user:create', { name, email, password });
      await api.dispose();
      await use({ ...account, id });
    },
    { scope: 'worker', auto: true },
  ],

  visitor: async ({ newContext }, use) => {
    await use(async (firstName) => {
      const context = await newContext();
      return new Person(newAccount(firstName), await context.newPage(), newContext);
    });
  },

  person: async ({ newContext, baseURL }, use) => {
    await use(async (firstName, options) => {
      const account = newAccount(firstName);
      const { name, email } = account;
      const api = await request.newContext(baseURL ? { baseURL } : {});
      const { id } = await callWith(api)('user:create', { name, email, password });
      await api.dispose();
      return Person.at({ ...account, id }, newContext, options);
    });
  },
});

/** A channel made without the screen, with these people in it. */
export async function channelOf(
  [maker, ...others]: [Person, ...Person[]],
  input: Partial<OperationInput<'conversation:create'>> = {},
): Promise<{ id: string; name: string }> {
  const name = input.name ?? unique('plans');
  const memberIds = others.map((person) => person.id);
  const { id } = await maker.call('conversation:create', { kind: 'public', memberIds, ...input, name });
  return { id, name };
}

/** Messages written without the screen, in order. */
export async function posts(author: Person, { id }: { id: string }, ...bodies: string[]): Promise<void> {
  for (const body of bodies)
    await author.call('message:send', { conversationId: id, clientId: randomUUID(), body });
}

export { expect };
