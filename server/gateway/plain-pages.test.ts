import { get, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { preparePages } from '#gateway/testing/pages.ts';
import { signUp } from '#gateway/testing/people.ts';
import { startTestServer } from '#gateway/testing/server.ts';
import { withoutFramework } from './plain-pages.ts';

test('what is left of a page is its markup, its styles and its own script', () => {
  const kept =
    '<link rel="stylesheet" href="/a.css"/><p>1 &lt; 2</p><script type="module" src="/own.js" nonce="n"></script>';
  const page = `<link rel="preload" as="script" href="/a.js"/>${kept}<script src="/a.js" nonce="n" async=""></script><script nonce="n">self.__next_f.push([1,"\\u003c/script>"])</script>`;
  expect(withoutFramework(page)).toBe(kept);
});

test('pages to sign in and up carry their own script alone, whatever encoding is asked for', async () => {
  const pages = await preparePages();
  const server = await startTestServer({}, pages.handle);
  await signUp(server.url, 'Ada');
  for (const path of ['/sign-in', '/sign-up?next=%2Fc%2F1']) {
    const { html } = await pageOf(server.url + path, 'identity');
    expect(html.match(/<script\b[^>]*>/g)).toEqual([
      expect.stringMatching(/^<script type="module" src="\/account-form\.js" nonce="[\w+/=]{22,}">$/),
    ]);
    expect(html).not.toMatch(/__next_f|as="script"/);
    // All of it is in its place: nothing waits for a script to move it there.
    expect(html).not.toMatch(/<template|hidden="" id="S:/);
    const [head = ''] = html.split('</head>');
    for (const part of [/<title>Sign in|<title>Create your account/, /rel="stylesheet"/, /rel="icon"/])
      expect(head).toMatch(part);
    for (const part of [/name="viewport"/, /name="robots"/, /name="referrer"/]) expect(head).toMatch(part);

    for (const encoding of ['br', 'gzip'] as const) {
      const same = await pageOf(server.url + path, encoding);
      expect(same.encoding).toBe(encoding);
      expect(withoutNonce(same.html)).toBe(withoutNonce(html));
    }
  }
  await server.close();
  await pages.close();
});

const withoutNonce = (html: string) => html.replaceAll(/nonce="[^"]*"/g, '');

/** A page and how it came, its bytes unpacked here: `fetch` would do so itself and say nothing. */
async function pageOf(url: string, encoding: 'br' | 'gzip' | 'identity') {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encoding } }, resolve).on('error', reject);
  });
  const body = Buffer.concat(await answer.toArray());
  expect(Number(answer.headers['content-length'])).toBe(body.length);
  const unpack = { br: brotliDecompressSync, gzip: gunzipSync, identity: (bytes: Buffer) => bytes };
  return { html: unpack[encoding](body).toString(), encoding: answer.headers['content-encoding'] };
}
