import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { clientId } from '#contract/ids.ts';
import { ask } from '#gateway/testing/http.ts';
import { preparePages } from '#gateway/testing/pages.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer } from '#gateway/testing/server.ts';

const names = ['Ada', 'Bo', 'Cy', 'Dee'];

test('asked for at once, each gets their own pages, made or kept', async () => {
  const pages = await preparePages();
  const server = await startTestServer({}, pages.handle);
  const people: { person: Person; path: string; word: string }[] = [];
  for (const name of names) {
    const person = await signUp(server.url, name);
    const word = `only-${name}-${randomUUID()}`;
    const { id } = await person.call('conversation:create', { kind: 'private', name: `of ${name}` });
    const message = { clientId: clientId.parse(randomUUID()), body: word };
    await person.call('message:send', { conversationId: id, ...message });
    people.push({ person, path: `/c/${id}`, word });
  }
  const words = people.map(({ word }) => word);

  /** All of them at once, several times each. */
  const askAll = (headers: Record<string, string>) =>
    Promise.all(
      [...people, ...people, ...people].map(async ({ person, path, word }) => {
        const answer = await ask(server.url, 'GET', path, { headers: { ...person.headers, ...headers } });
        expect(answer.status).toBe(200);
        expect(words.filter((other) => answer.text.includes(other))).toEqual([word]);
        return { path, ...answer };
      }),
    );

  for (const encoding of ['identity', 'gzip']) {
    const answers = await askAll({ 'Accept-Encoding': encoding });
    // The name of the input never leaves the server, and no hole is left open.
    for (const { text, headers } of answers) {
      const nonce = /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? '';
      const tags = text.match(/<script\b[^>]*>/g) ?? [];
      expect(tags.length).toBeGreaterThan(5);
      for (const tag of tags) expect(tag).toContain(`nonce="${nonce}"`);
      expect(text).toContain('<article');
      expect(text.match(/x-parley-input/)).toBeNull();
    }
  }

  // Nobody gets what is another's by its address.
  const [ada, bo] = people;
  const foreign = await ask(server.url, 'GET', bo?.path ?? '', { headers: ada?.person.headers ?? {} });
  expect([foreign.status, foreign.text.includes(bo?.word ?? '')]).toEqual([404, false]);
  const nobody = await fetch(`${server.url}${bo?.path}`, { redirect: 'manual' });
  expect([nobody.status, nobody.headers.get('location')]).toEqual([307, expect.stringContaining('/sign-in')]);
  await server.close();
  await pages.close();
});
