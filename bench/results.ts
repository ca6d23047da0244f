import type { Line } from './measure.ts';

/** A line of results as it is printed. */
export function format(line: Line): string {
  const { measure, variant, unit, parley, baselines, cpu, microseconds, target, isMet, note } = line;
  const parts = [
    `${number(parley)} ${unit}`,
    ...baselines.map(({ name, value, ratio }) => `${name} ${number(value)} (${ratio.toFixed(2)})`),
    ...(microseconds ? [`server ${costs(microseconds)} µs each`] : []),
    ...(cpu
      ? [
          `processors: server ${cpu.server.toFixed(2)}, database ${cpu.database.toFixed(2)}, load ${cpu.load.toFixed(2)}`,
        ]
      : []),
    ...(target ? [`target: ${target}: ${isMet ? 'met' : 'missed'}`] : []),
    ...(note ? [note] : []),
  ];
  return `  ${[measure, variant].filter(Boolean).join(', ')}: ${parts.join('; ')}`;
}

function costs({ parley, baselines }: NonNullable<Line['microseconds']>): string {
  const others = Object.entries(baselines).map(([name, value]) => `${name} ${number(value)}`);
  return [number(parley), ...others].join(', ');
}

/** Three digits that count, with thousands apart. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return 'unknown';
  return (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))).toLocaleString('en');
}
