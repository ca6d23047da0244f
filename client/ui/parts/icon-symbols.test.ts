import { readFileSync } from 'node:fs';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { readSymbols, symbolsFile } from '#scripts/page-icons.ts';
import * as icons from './icons.ts';

test('what icons are drawn from is what lucide-react has of each', () => {
  const symbols = readSymbols();
  expect(JSON.parse(readFileSync(symbolsFile, 'utf8'))).toEqual(symbols);
  for (const inside of Object.values(symbols)) expect(inside).toMatch(/^<(path|line|circle|rect|polyline) /);
});

test('every icon is drawn from a symbol', () => {
  const symbols: Record<string, string> = JSON.parse(readFileSync(symbolsFile, 'utf8'));
  const drawn = Object.values(icons).map((Icon) => renderToStaticMarkup(createElement(Icon, { size: 16 })));
  const names = drawn.map((svg) => /^<svg .*><use href="#icon-([a-z0-9-]+)"><\/use><\/svg>$/.exec(svg)?.[1]);
  expect(names.toSorted()).toEqual(Object.keys(symbols).toSorted());
});
