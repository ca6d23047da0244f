import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { root } from './tool.ts';

// `npm run icons` draws the icons of the installed app from public/icon.svg, the one sign there is.

const folder = join(root, 'public', 'icons');
/** The ground of the sign. */
const ground = '#4b4fc4';

const sign = await readFile(join(root, 'public', 'icon.svg'), 'utf8');
await mkdir(folder, { recursive: true });
for (const size of [192, 512]) await draw(sign, size, `icon-${size}.png`);
// Systems cut these into shapes of their own: the ground goes to the edge, and the sign keeps away from it.
const square = sign.replace(/rx="\d+"/, '');
await draw(square, 180, 'apple-touch-icon.png');
await draw(within(square, 0.78), 512, 'maskable-512.png');
// Of a badge only the shape counts, in white.
await draw(
  sign
    .replace(/<rect[^>]*\/>/, '')
    .replace(/<path d="M11[^>]*\/>/, '')
    .replace(/fill="#fdfdfb"/, 'fill="#fff"'),
  96,
  'badge-96.png',
);

/** The sign at a part of its size, in the middle of its ground. */
function within(svg: string, part: number): string {
  const [, marks = ''] = /<rect[^>]*\/>([\s\S]*)<\/svg>/.exec(svg) ?? [];
  const edge = 16 * (1 - part);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="${ground}"/><g transform="translate(${edge} ${edge}) scale(${part})">${marks}</g></svg>`;
}

async function draw(svg: string, size: number, name: string): Promise<void> {
  await sharp(Buffer.from(svg), { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(join(folder, name));
}
