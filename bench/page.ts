import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demand, root, runTool } from '#scripts/tool.ts';
import { chart } from './chart.ts';
import type { Line, Measure } from './measure.ts';
import { number, type Results, readResults } from './results.ts';

const page = join(root, 'docs', 'performance.md');
const picture = join(root, 'docs', 'performance.svg');
/** What stands between these lines is written here. */
const marks = ['<!-- results: written by npm run bench -- --page -->', '<!-- end of results -->'] as const;

const columns = ['measure', 'Parley', 'beside it', 'target', '', 'server µs each', 'server, database, load'];

/** Writes what was measured last into docs/performance.md, formatted as every page is, and the chart beside it. */
export async function writePage(measures: Measure[]): Promise<void> {
  const all = measures.flatMap(({ name }) => readResults(name) ?? []);
  if (all.length === 0) throw new Error('Nothing was measured here yet: npm run bench');
  writeFileSync(page, withResults(readFileSync(page, 'utf8'), all));
  writeFileSync(picture, chart(all.flatMap(({ lines }) => lines)));
  demand(
    await runTool('@biomejs/biome/bin/biome', ['format', '--write', page], { silent: true }),
    'Formatting',
  );
}

/** The page with these results in the place of those that it had. */
export function withResults(text: string, all: Results[]): string {
  const [begin, end] = marks.map((mark) => text.indexOf(mark));
  if (begin === undefined || end === undefined || begin === -1 || end < begin)
    throw new Error('docs/performance.md has lost the marks between which its results stand');
  const rows = all.flatMap(({ lines }) => lines.map(row));
  const table = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const image = '![Parley divided by its baseline, measure by measure](performance.svg)';
  const written = [marks[0], '', image, '', ...table, '', ...machines(all), '', ''].join('\n');
  return text.slice(0, begin) + written + text.slice(end);
}

function row({ measure, variant, unit, parley, baselines, cpu, microseconds, target, isMet, note }: Line) {
  const others = baselines.map(({ name, value, ratio }) => `${name} ${number(value)} (×${ratio.toFixed(2)})`);
  const costs = microseconds
    ? [microseconds.parley, ...Object.values(microseconds.baselines)].map(number).join(' / ')
    : '';
  const shares = cpu ? [cpu.server, cpu.database, cpu.load].map((share) => share.toFixed(2)).join(', ') : '';
  return [
    [measure, variant].filter(Boolean).join(', '),
    `${number(parley)} ${unit}`,
    others.join('<br>'),
    [target, note].filter(Boolean).join('<br>'),
    isMet === null ? '' : isMet ? 'met' : 'missed',
    costs,
    shares,
  ].map((cell) => cell.replaceAll('|', '\\|'));
}

/** What was measured where and when; mostly all of it on one machine in one run. */
function machines(all: Results[]): string[] {
  const groups = Object.groupBy(all, ({ machine, at, rounds }) =>
    JSON.stringify([machine, at.slice(0, 10), rounds]),
  );
  const isOne = Object.keys(groups).length === 1;
  return Object.values(groups).map((results = []) => {
    const [first] = results;
    if (!first) return '';
    const { machine, at, rounds } = first;
    const gibibytes = Math.round(machine.memoryBytes / 1_024 ** 3);
    const what = isOne ? 'Measured' : `${results.map(({ measure }) => measure).join(', ')}: measured`;
    return `${what} on ${at.slice(0, 10)} at commit ${machine.commit}, ${rounds} turns of each side: ${machine.count} × ${machine.processors}, ${gibibytes} GiB, ${machine.system}, Node ${machine.node}.`;
  });
}
