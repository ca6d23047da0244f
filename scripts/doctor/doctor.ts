import { parseArgs } from 'node:util';
import { type Examination, examine } from './examination.ts';

// `npm run doctor [-- --json] [-- --instances 3]`: names what is wrong with this installation and what to do about it.
// The exit code is 1 when something is.

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, instances: { type: 'string', default: '1' } },
});
const examination = await examine(process.env, {
  instances: Math.max(1, Math.floor(Number(values.instances)) || 1),
});
process.stdout.write(values.json ? `${JSON.stringify(examination, null, 2)}\n` : inWords(examination));
process.exitCode = examination.findings.length > 0 ? 1 : 0;

function inWords({ looked, findings }: Examination): string {
  const told = findings
    .map(({ subject, problem, advice }) => `${subject}: ${problem}\n  ${advice}\n`)
    .join('');
  const count = findings.length === 1 ? 'One thing is' : `${findings.length} things are`;
  const end = findings.length === 0 ? 'Nothing is wrong.' : `${count} wrong.`;
  return `${told}Looked at ${looked.join(', ')}. ${end}\n`;
}
