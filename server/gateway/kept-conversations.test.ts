import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { clientId } from '#contract/ids.ts';
import { ask } from '#gateway/testing/http.ts';
import { preparePages } from '#gateway/testing/pages.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer } from '#gateway/testing/server.ts';

const names = ['Ada', 'Bo', 'Cy', 'Dee'];

const body = (text: string) => ({ clientId: clientId.parse(randomUUID()), body: text });

/** A page without what differs in each answer, and its rows by the last word of each. */
async function read(url: string, person: Person, path: string, look = '') {
  const headers = { ...person.headers, Cookie: `${person.headers.Cookie}${look}` };
  const { status, text, headers: answered } = await ask(url, 'GET', path, { headers });
  expect(status).toBe(200);
  const rows = text.match(/<article\b[\s\S]*?<\/article>/g) ?? [];
  const row = (word: string) => rows.find((markup) => markup.includes(word)) ?? '';
  const nonce = /'nonce-([^']+)'/.exec(answered.get('content-security-policy') ?? '')?.[1] ?? 'none';
  const same = text.replaceAll(nonce, '').replaceAll(/\\"cursor\\":\\"[^"]*"/g, '');
  return { same, rows, row };
}

test('rows that were drawn before stand in later pages as they would be drawn there', async () => {
  const pages = await preparePages();
  const server = await startTestServer({}, pages.handle);
  const ada = await signUp(server.url, 'Ada');
  const bo = await signUp(server.url, 'Bo');
  const made = await ada.call('conversation:create', { kind: 'private', name: 'rows', memberIds: [bo.id] });
  const inRows = { conversationId: made.id };
  for (const text of ['plain **bold** `a < b`', `a | b\n--|--\n1 | table`, 'https://example.com link'])
    await ada.call('message:send', { ...inRows, ...body(text) });
  await bo.call('message:send', { ...inRows, ...body(Array(60).fill('line').join('\n\n')) });
  const reacted = await bo.call('message:send', { ...inRows, ...body('reacted') });
  await ada.call('reaction:add', { messageId: reacted.id, emoji: '👍' });
  const edited = await ada.call('message:send', { ...inRows, ...body('before') });
  await ada.call('message:edit', { id: edited.id, body: 'changed' });
  await bo.call('message:send', { ...inRows, ...body('hello @ada mentioned') });
  // What is unread draws a line.
  for (const person of [ada, bo]) await person.call('conversation:read', { ...inRows, seq: 7 });

  const path = `/c/${made.id}`;
  const drawn = await read(server.url, ada, path);
  expect(drawn.rows).toHaveLength(7);
  // Under another look the page is drawn again, of rows that are known by then.
  const filled = await read(server.url, ada, path, '; parley-look=other');
  expect(filled.rows).toEqual(drawn.rows);
  // So is all around them.
  expect(filled.same === drawn.same).toBe(true);
  const his = await read(server.url, bo, path);
  for (const word of ['bold', 'table', 'link']) expect(his.row(word)).toBe(drawn.row(word));
  // What depends on who reads is theirs alone.
  expect(
    [drawn.row('reacted'), his.row('reacted')].map((row) => row.includes('aria-pressed="true"')),
  ).toEqual([true, false]);
  const leadsToEarlier = 'aria-haspopup="dialog" class="min-h-6';
  expect([drawn.row('changed'), his.row('changed')].map((row) => row.includes(leadsToEarlier))).toEqual([
    true,
    false,
  ]);
  expect([drawn.row('mentioned'), his.row('mentioned')].map((row) => row.includes('bg-mention'))).toEqual([
    true,
    false,
  ]);
  // Another zone has other times, and another name is another row.
  const far = await read(server.url, ada, path, '; parley-tz=Asia%2FKathmandu');
  expect(far.row('bold')).not.toBe(drawn.row('bold'));
  await ada.call('user:update', { name: 'Adelaide' });
  expect((await read(server.url, bo, path)).row('bold')).toContain('Adelaide');
  await server.close();
  await pages.close();
});

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
