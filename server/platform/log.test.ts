import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const logFile = new URL('./log.ts', import.meta.url).href;

/** What a process writes to standard output that logs by these statements. */
async function written(statements: string): Promise<Record<string, unknown>[]> {
  const code = `import { createLog } from '${logFile}'; const log = createLog({ logLevel: 'info' }); ${statements}`;
  const args = ['--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('a line says when, how grave and what, and what is below the level is not written', async () => {
  const lines = await written(`log.debug('nothing'); log.warn({ userId: '7' }, 'careful');`);
  expect(lines).toEqual([{ level: 'warn', time: expect.any(String), userId: '7', msg: 'careful' }]);
  expect(new Date(String(lines[0]?.time)).getTime()).toBeGreaterThan(0);
});

test('what must not reach the disk does not, even when somebody logs it by mistake', async () => {
  const secrets = `{ password: 'hidden1', body: 'hidden2', cookie: 'hidden3', token: 'hidden4',
    request: { password: 'hidden5', body: 'hidden6', cookie: 'hidden7', authorization: 'hidden8' } }`;
  const [line] = await written(`log.info(${secrets}, 'a request')`);
  expect(line).toMatchObject({ msg: 'a request', password: '[hidden]', request: { body: '[hidden]' } });
  expect(JSON.stringify(line)).not.toMatch(/hidden\d/);
});
