import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as lucide from 'lucide-react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import * as pageIcons from '#ui/parts/icons.ts';
import { root } from './tool.ts';

// `npm run page-icons`, after lucide-react or the list of icons that a page begins with has changed: writes down what these
// look like, without what draws them.

export const symbolsFile = join(root, 'client', 'ui', 'parts', 'icon-symbols.json');

const drawn: Record<keyof typeof pageIcons, lucide.LucideIcon> = lucide;

/** What is inside of each icon, by its name. */
export function readSymbols(): Record<string, string> {
  return Object.fromEntries(
    Object.keys(pageIcons)
      .sort()
      .map((component) => {
        const Icon = drawn[component as keyof typeof pageIcons];
        const [, inside = ''] =
          /^<svg[^>]*>(.*)<\/svg>$/.exec(renderToStaticMarkup(createElement(Icon))) ?? [];
        return [
          component.replace(/(?<=[a-z])(?=[A-Z0-9])/g, '-').toLowerCase(),
          inside.replace(/><\/\w+>/g, '/>'),
        ];
      }),
  );
}

if (import.meta.main) writeFileSync(symbolsFile, `${JSON.stringify(readSymbols(), null, 2)}\n`);
