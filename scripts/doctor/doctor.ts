import { parseArgs } from 'node:util';
import { SetupError } from '#platform/setup-error.ts';
import { tellFailures } from '#scripts/operator.ts';
import { type Examination, examine } from './examination.ts';

// `npm run doctor [-- --json] [-- --instances 3]`: names what is wrong with this installation and what to do about it.
// The exit code is 1 when something is.

const usage = 'Say nothing, or: npm run doctor -- --json, or: npm run doctor -- --instances 3';

await tellFailures(async () => {
  const { json, instances } = readArguments();
  const examination = await examine(process.env, { instances });
  process.stdout.write(json ? `${JSON.stringify(examination, null, 2)}\n` : inWords(examination));
  process.exitCode = examination.findings.length > 0 ? 1 : 0;
});

/** Throws SetupError for anything else. */
function readArguments(): { json: boolean; instances: number } {
  try {
    const { values } = parseArgs({
      options: { json: { type: 'boolean', default: false }, instances: { type: 'string', default: '1' } },
    });
    const instances = Number(values.instances);
    if (!Number.isInteger(instances) || instances < 1) throw new SetupError(usage);
    return { json: values.json, instances };
  } catch {
    throw new SetupError(usage);
  }
}

function inWords({ looked, findings }: Examination): string {
  const told = findings
    .map(({ subject, problem, advice }) => `${subject}: ${problem}\n  ${advice}\n`)
    .join('');
  const count = findings.length === 1 ? 'One thing is' : `${findings.length} things are`;
  const end = findings.length === 0 ? 'Nothing is wrong.' : `${count} wrong.`;
  return `${told}Looked at ${looked.join(', ')}. ${end}\n`;
}
