import { brotliCompressSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openLinkPages, readLink } from './link-pages.ts';
import { bytes, page, redirect, servePages, type TestPages } from './test-pages.ts';
import { parseTrustedProxies } from './trusted-proxies.ts';

// Links lead to real servers on this machine, which hold what hostile ones do. One address is allowed, 127.0.0.1, and only
// by that; everything else that is private is not.

const ranges = (words: string) => parseTrustedProxies(words) ?? expect.unreachable(words);
const onlyHere = ranges('127.0.0.1');
const title = (words: string) => `<title>${words}</title>`;
const hello = page(title('Hello'));

const picture = await sharp({ create: { width: 1_600, height: 900, channels: 3, background: '#369' } })
  .withExif({ IFD0: { Copyright: 'secret' } })
  .jpeg()
  .toBuffer();
const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#369' } })
  .png()
  .toBuffer();

let pages: TestPages;
let elsewhere: TestPages;

beforeAll(async () => {
  elsewhere = await servePages({ '/': hello, '/picture': bytes('image/jpeg', picture) }, '127.0.0.2');
  pages = await servePages({
    '/': hello,
    '/all': page(
      `<meta property="og:title" content="A &amp; B"><meta name="twitter:title" content="no">${title('nor this')}
       <meta property="og:description" content="About  both."><meta property="og:site_name" content="Site">
       <meta property="og:image" content="/picture">`,
    ),
    '/picture': bytes('image/jpeg', picture),
    '/dot': page(`${title('Dot')}<meta property="og:image" content="/dot.png">`),
    '/dot.png': bytes('image/png', dot),
    '/svg': page(`${title('Svg')}<meta property="og:image" content="/drawing.svg">`),
    '/drawing.svg': bytes(
      'image/png',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    ),
    '/image-there': page(`${title('There')}<meta property="og:image" content="${elsewhere.url}/picture">`),
    '/huge-picture': page(`${title('Huge')}<meta property="og:image" content="/huge.jpg">`),
    '/huge.jpg': bytes('image/jpeg', Buffer.concat([picture, Buffer.alloc(6 * 1024 * 1024)])),
    '/photos/a%20cat.jpg': bytes('image/jpeg', picture),
    '/file.zip': bytes('application/zip', 'PK'),
    '/json': bytes('application/json', '{"title":"no"}'),
    '/no-type': (_request, response) => response.end('<title>no</title>'),
    '/gone': (_request, response) =>
      response.writeHead(410, { 'Content-Type': 'text/html' }).end(title('no')),
    '/nothing': page('<meta name="x" content="y">'),
    '/blank': page(title(' \u200b\u202e ')),
    '/script': page(title('<script>alert(1)</script>&lt;b&gt; here')),
    '/turned': page(title('safe\u202egnp.exe\u0007 name')),
    '/long': page(title('word '.repeat(100_000))),
    '/deep': page(`${'<b>'.repeat(100_000)}${'</i>'.repeat(50_000)}${title('Deep')}`),
    '/attributes': page(
      `<meta ${'a=b '.repeat(50_000)}property="og:title" content="x">${title('Attributes')}`,
    ),
    '/open': bytes('text/html', `<meta property="og:title" content="${'x'.repeat(600_000)}`),
    '/late-title': bytes('text/html', `<head>${' '.repeat(600_000)}${title('Late')}`),
    '/latin': bytes('text/html', Buffer.from(title('Café noir'), 'latin1')),
    '/russian': bytes(
      'text/html; charset=windows-1251',
      Buffer.from([...Buffer.from('<title>'), 0xcf, 0xf0, 0xe8]),
    ),
    '/japanese': bytes(
      'text/html',
      Buffer.concat([
        Buffer.from('<meta charset="shift_jis"><title>'),
        Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
      ]),
    ),
    '/wide': bytes(
      'text/html',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(title('Wide'), 'utf16le')]),
    ),
    '/unknown-charset': bytes('text/html; charset=klingon', title('Qapla’')),
    '/gzip': bytes('text/html', gzipSync(title('Packed')), { 'Content-Encoding': 'gzip' }),
    '/brotli': bytes('text/html', brotliCompressSync(title('Packed')), { 'Content-Encoding': 'br' }),
    '/bomb': bytes('text/html', gzipSync(title('Bomb') + ' '.repeat(300 * 1024 * 1024)), {
      'Content-Encoding': 'gzip',
    }),
    '/late-bomb': bytes('text/html', gzipSync(' '.repeat(300 * 1024 * 1024) + title('Bomb')), {
      'Content-Encoding': 'gzip',
    }),
    '/twice': bytes('text/html', gzipSync(gzipSync(title('no'))), { 'Content-Encoding': 'gzip, gzip' }),
    '/damaged': bytes('text/html', 'no gzip', { 'Content-Encoding': 'gzip' }),
    '/silent': () => undefined,
    '/slow': (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      const drip = setInterval(() => response.write(' '), 100);
      response.once('close', () => clearInterval(drip));
    },
    '/endless': (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.write(title('Endless'));
      const more = () => {
        while (response.write('x'.repeat(64 * 1024))) if (response.destroyed) return;
      };
      response.on('drain', more);
      more();
    },
    '/broken': (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Length': '1000' });
      response.write(title('Broken'), () => response.destroy());
    },
    '/loop': redirect('/loop'),
    '/three': redirect('/two'),
    '/two': redirect('/one'),
    '/one': redirect('/'),
    '/four': redirect('/three'),
    '/to-private': redirect(`http://127.0.0.2:${elsewhere.port}/`),
    '/to-metadata': redirect('http://169.254.169.254/latest/meta-data/'),
    '/to-mapped': redirect('http://[::ffff:127.0.0.2]/'),
    '/to-file': redirect('file:///etc/passwd'),
    '/to-name': redirect('http://inside.example/'),
    '/to-password': redirect('http://me:secret@127.0.0.1/'),
  });
});
afterAll(async () => {
  await Promise.all([pages.close(), elsewhere.close()]);
});

/** What names mean, as a name server would say; each look at a name takes its next answer. */
let names: Record<string, string[][]>;
beforeEach(() => {
  names = {};
  pages.asked.length = 0;
  elsewhere.asked.length = 0;
  openLinkPages({
    allowed: onlyHere,
    ports: null,
    publicUrl: 'https://chat.example',
    async resolve(host) {
      const answers = names[host];
      const [next] = answers ?? [];
      if (!next) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
      if ((answers?.length ?? 0) > 1) answers?.shift();
      return next;
    },
  });
});

const read = (url: string) =>
  readLink(url.startsWith('/') ? pages.url + url : url, new AbortController().signal);
const titleOf = async (url: string) => (await read(url))?.title ?? null;

test('a page is told by what it says of itself, and its picture is made anew', async () => {
  const facts = await read('/all');
  expect(facts).toMatchObject({ title: 'A & B', description: 'About both.', siteName: 'Site' });
  expect(facts?.image).toMatchObject({ width: 720, height: 405 });
  const image = await sharp(facts?.image?.bytes).metadata();
  expect([image.format, image.exif]).toEqual(['webp', undefined]);
});

test('the other side is told that Parley asks, and nothing else', async () => {
  await read('/three');
  expect(pages.asked.map(({ path }) => path)).toEqual(['/three', '/two', '/one', '/']);
  for (const { headers } of pages.asked) {
    expect(headers['user-agent']).toMatch(/^Parley\/\S+ \(link previews\)$/);
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('referer');
  }
});

test('a link to a picture shows it under its name', async () => {
  expect(await read('/photos/a%20cat.jpg')).toMatchObject({ title: 'a cat.jpg', image: { width: 720 } });
});

test.each([
  ['no picture worth showing', '/dot'],
  ['a drawing that can hold a script, said to be a picture', '/svg'],
  ['a picture at an address that may not be reached', '/image-there'],
  ['a picture beyond the bound', '/huge-picture'],
])('of %s the words are shown alone', async (_what, path) => {
  expect((await read(path))?.image).toBeNull();
  expect(elsewhere.asked).toEqual([]);
});

test.each([
  ['/file.zip', null],
  ['/json', null],
  ['/no-type', null],
  ['/gone', null],
  ['/missing', null],
  ['/nothing', null],
  ['/blank', null],
  ['/twice', null],
  ['/damaged', null],
  ['/loop', null],
  ['/four', null],
  ['/three', 'Hello'],
  ['/to-private', null],
  ['/to-metadata', null],
  ['/to-mapped', null],
  ['/to-file', null],
  ['/to-name', null],
  ['/to-password', null],
  ['/broken', null],
  ['/script', '<script>alert(1)</script><b> here'],
  ['/turned', 'safe gnp.exe name'],
  ['/deep', null],
  ['/attributes', 'x'],
  ['/open', null],
  ['/late-title', null],
  ['/latin', 'Café noir'],
  ['/russian', 'При'],
  ['/japanese', '日本'],
  ['/wide', 'Wide'],
  ['/unknown-charset', 'Qapla’'],
  ['/gzip', 'Packed'],
  ['/brotli', 'Packed'],
  ['/bomb', 'Bomb'],
  ['/late-bomb', null],
  ['/endless', 'Endless'],
] as const)('%s is shown as %s', async (path, expected) => {
  expect(await titleOf(path)).toBe(expected);
  expect(elsewhere.asked).toEqual([]);
});

test('a long title is cut at a whole character', async () => {
  const long = (await titleOf('/long')) ?? '';
  expect([...long].length).toBeLessThanOrEqual(200);
  expect(long).toMatch(/^word .*word…$/);
});

test.each(['/silent', '/slow'])('%s is given up', async (path) => {
  expect(await titleOf(path)).toBeNull();
});

test.each([
  'http://127.0.0.2/',
  'http://127.1/',
  'http://2130706434/',
  'http://0x7f.0.0.2/',
  'http://0.0.0.0/',
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'http://172.31.255.255/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.64.0.1/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.2]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::7f00:2]/',
  'http://[64:ff9b:1::7f00:2]/',
  'http://[2002:7f00:2::]/',
  'http://[fc00::1]/',
  'http://[fd12:3456::1]/',
  'http://[fe80::1]/',
  'http://localhost/',
  'http://inside.example/',
  'http://mixed.example/',
  'http://six.example/',
  'https://chat.example/anything',
])('%s is not reached', async (address) => {
  names['localhost'] = [['127.0.0.2', '::1']];
  names['inside.example'] = [['127.0.0.2']];
  names['mixed.example'] = [['::ffff:127.0.0.2', '10.0.0.1', 'fe80::1%lo']];
  names['six.example'] = [['64:ff9b::7f00:2', 'fd00::1', '::1']];
  const url = new URL(address);
  url.port = String(elsewhere.port);
  expect(await titleOf(address.startsWith('https') ? address : url.href)).toBeNull();
  expect(elsewhere.asked).toEqual([]);
});

test('a name is connected to as the look says that was looked at, whatever it means a moment later', async () => {
  names['turning.example'] = [['127.0.0.1'], ['127.0.0.2']];
  expect(await titleOf(`http://turning.example:${pages.port}/`)).toBe('Hello');
  // The second look is looked at, too.
  expect(await titleOf(`http://turning.example:${pages.port}/`)).toBeNull();
  names['first.example'] = [['127.0.0.2', '127.0.0.1']];
  expect(await titleOf(`http://first.example:${pages.port}/`)).toBe('Hello');
  expect(elsewhere.asked).toEqual([]);
});

test('only the ports of the web are reached, on every address on the way', async () => {
  openLinkPages({ allowed: onlyHere, ports: new Set([80, 443]), publicUrl: null });
  expect(await titleOf('/')).toBeNull();
  openLinkPages({ allowed: onlyHere, ports: new Set([80, 443, pages.port]), publicUrl: null });
  expect(await titleOf('/')).toBe('Hello');
  const away = await servePages({ '/': redirect(`http://127.0.0.1:${elsewhere.port}/`) });
  openLinkPages({ allowed: onlyHere, ports: new Set([away.port]), publicUrl: null });
  expect(await titleOf(`${away.url}/`)).toBeNull();
  await away.close();
});

test('whoever stops is not kept waiting', async () => {
  const stop = new AbortController();
  const asked = readLink(`${pages.url}/silent`, stop.signal);
  stop.abort();
  await expect(asked).rejects.toThrow();
});
