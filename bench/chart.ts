import type { Line } from './measure.ts';

// The chart of docs/performance.md: how many times its baseline Parley reaches, measure by measure, on a scale on which
// twice and half are equally far from 1.

const size = { width: 760, row: 26, label: 250, value: 190, top: 34 };
/** From a tenth to ten times. */
const most = 10;

interface Bar {
  label: string;
  ratio: number;
  baseline: string;
}

/** Draws all lines that count something in a second beside a baseline. */
export function chart(lines: Line[]): string {
  const bars = lines
    .filter(({ unit }) => unit.endsWith('/s'))
    .flatMap(({ measure, variant, baselines }) =>
      baselines.slice(0, 1).map(({ name, ratio }) => ({
        label: [measure, variant].filter(Boolean).join(', '),
        ratio,
        baseline: name,
      })),
    );
  const height = size.top + bars.length * size.row + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${height}" viewBox="0 0 ${size.width} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-labelledby="title">
<title id="title">Parley divided by its baseline: ${bars.map(({ label, ratio }) => `${textOf(label)} ${ratio.toFixed(2)}`).join('; ')}</title>
<style>text { fill: #1f2328 } .scale { stroke: #8c959f } .more { fill: #1a7f37 } .less { fill: #9a6700 } @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .more { fill: #3fb950 } .less { fill: #d29922 } }</style>
${[0.1, 0.2, 0.5, 1, 2, 5, 10].map((tick) => scale(tick, height)).join('\n')}
${bars.map(draw).join('\n')}
</svg>
`;
}

function scale(tick: number, height: number): string {
  const at = position(tick);
  const dashes = tick === 1 ? '' : ' stroke-dasharray="2 4"';
  return `<text x="${at}" y="18" text-anchor="middle">${tick}</text><line class="scale" x1="${at}" x2="${at}" y1="${size.top - 8}" y2="${height - 8}"${dashes}/>`;
}

function draw({ label, ratio, baseline }: Bar, index: number): string {
  const top = size.top + index * size.row;
  const [left, right] = [position(Math.min(1, ratio)), position(Math.max(1, ratio))];
  const text = top + size.row / 2 + 1;
  return [
    `<text x="${size.label - 12}" y="${text}" text-anchor="end">${textOf(label)}</text>`,
    `<rect class="${ratio >= 1 ? 'more' : 'less'}" x="${left}" y="${top}" width="${(right - left).toFixed(1)}" height="${size.row - 10}" rx="2"/>`,
    `<text x="${size.width - size.value + 12}" y="${text}">${ratio.toFixed(2)} × ${textOf(baseline)}</text>`,
  ].join('');
}

/** Where a ratio stands, in pixels from the left. */
function position(ratio: number): number {
  const within = Math.min(most, Math.max(1 / most, ratio));
  const share = (Math.log(within) / Math.log(most) + 1) / 2;
  return Math.round((size.label + share * (size.width - size.label - size.value)) * 10) / 10;
}

function textOf(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
