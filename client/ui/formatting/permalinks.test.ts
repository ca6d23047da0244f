import { expect, test } from 'vitest';
import { quotesQuery } from '#contract/quotes.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { parseBody } from './parse.ts';
import { permalinksIn } from './permalinks.ts';

const id = '019a0000-0000-7000-8000-00000000000a';
const at = (search: string) => `https://chat.example/c/${id}?${search}`;
const referencesIn = (text: string) => permalinksIn(parseBody(text)).map(({ reference }) => reference);

test('an address of a message that stands bare is found, wherever in the text', () => {
  const link = at('message=7');
  for (const text of [link, `see ${link}.`, `> ${link}`, `* one\n* **${link}**`, `<${link}>`, `# ${link}`])
    expect(referencesIn(text), text).toEqual([`${id}:7`]);
});

test('words that lead there, code, tables and other addresses are none', () => {
  for (const text of [
    `[words](${at('message=7')})`,
    `\`${at('message=7')}\``,
    `\`\`\`\n${at('message=7')}\n\`\`\``,
    at(''),
    at('message=0'),
    at('message=x'),
    at('at=2026-03-01'),
    `https://chat.example/c/general?message=7`,
    `https://chat.example/search?message=7`,
    `/c/${id}?message=7`,
    `mailto:a@example.com`,
  ])
    expect(referencesIn(text), text).toEqual([]);
});

test('a reply is named by the message that its thread hangs on, as its copied link does', () => {
  const panel = { kind: 'thread', rootSeq: 7, reply: 3 } as const;
  const copied = (address: Parameters<typeof pathTo>[0]) => `https://chat.example${pathTo(address)}`;
  expect(referencesIn(copied({ conversationId: id, message: null, panel }))).toEqual([`${id}:7:3`]);
  expect(referencesIn(copied({ conversationId: id, message: 9, panel: { ...panel, reply: null } }))).toEqual([
    `${id}:7`,
  ]);
});

test('each once, three at most, in their order, and all as the server takes them', () => {
  const text = [5, 4, 5, 3, 2].map((seq) => at(`message=${seq}`)).join(' ');
  const refs = referencesIn(text);
  expect(refs).toEqual([`${id}:5`, `${id}:4`, `${id}:3`]);
  expect(quotesQuery.parse({ refs })).toEqual({ refs });
});
