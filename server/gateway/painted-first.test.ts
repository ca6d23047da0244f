import { expect, test } from 'vitest';
import { paintedFirst } from './painted-first.ts';

const nonce = 'bm9uY2U=';
const script = (source: string) => `<script src="${source}" async="" nonce="${nonce}"></script>`;
const inline = `<script nonce="${nonce}">self.__next_f.push([1,"\\u003cscript src=\\"/_next/no.js\\""])</script>`;
const old = `<script src="/_next/old.js" noModule="" nonce="${nonce}"></script>`;
const style = '<link rel="stylesheet" href="/_next/a.css"/>';

test('scripts are named once, at the end, in their order; everything else stays', () => {
  const preload = `<link rel="preload" as="script" fetchPriority="low" nonce="${nonce}" href="/_next/b.js"/>`;
  const text = '<p>&lt;script src="/_next/c.js" async="" nonce="x"&gt;</p>';
  const page = `<head>${style}${preload}${script('/_next/a.js')}${script('/_next/static/~b-2.js')}${old}</head><body>${text}${script('/_next/a.js')}${inline}</body></html>`;
  const finished = paintedFirst(page);
  expect(finished).toMatch(
    /^<head><link rel="stylesheet" href="\/_next\/a.css"\/><script src="\/_next\/old.js" noModule="" nonce="bm9uY2U="><\/script><\/head><body>/,
  );
  expect(finished).toContain(`<body>${text}${inline}<script nonce="${nonce}">(`);
  expect(finished).toMatch(/\(\["\/_next\/a\.js","\/_next\/static\/~b-2\.js"\]\)<\/script><\/body><\/html>$/);
});

test('a page without scripts, or that was cut short, stays as it is', () => {
  for (const page of [`<body>${inline}</body></html>`, `<body>${script('/_next/a.js')}<p>and th`])
    expect(paintedFirst(page)).toBe(page);
});
