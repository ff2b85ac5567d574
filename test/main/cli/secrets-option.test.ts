import { execFileSync, spawn } from 'node:child_process';
import { chmod, chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { secretsOfProcess } from '../../../main/cli/secrets-option.ts';
import { isRoot } from '../../../main/util/app-info.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function secretsFile(text: string, mode = 0o600) {
  const path = join(await temporaryFolder(), 'secrets');
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

const refusal = (path: string) => {
  try {
    secretsOfProcess({}, path);
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

test('a file has a line for each; a variable of the process goes before it', async () => {
  const path = await secretsFile('# of the shop\n\nKEY=a=b "c" #d \nTOKEN=x\r\n  SPACED =y\n');
  const secrets = secretsOfProcess({ GEARBENCH_SECRET_TOKEN: 'own', GEARBENCH_SECRET_E: '', OTHER: 'z' }, path);
  const get = (name: string) => secrets.get('/any', name);
  expect(await Promise.all(['KEY', 'TOKEN', 'SPACED', 'E', 'OTHER'].map(get))).toEqual([
    'a=b "c" #d ',
    'own',
    'y',
    undefined,
    undefined,
  ]);
});

test.each([0o644, 0o640, 0o660, 0o602, 0o701])('a file of mode %i is not used: others can', async (mode) => {
  const path = await secretsFile('KEY=canary\n', mode);
  const octal = mode.toString(8);
  expect(refusal(path)).toBe(
    `${path} has mode ${octal}: others than you may use it. Make it 600 first: chmod 600 ${path}`,
  );
});

test.skipIf(!isRoot())('nor one of another user', async () => {
  const path = await secretsFile('KEY=canary\n');
  await chown(path, 65534, 65534);
  expect(refusal(path)).toBe(`${path} belongs to another user (65534); its secrets are not used.`);
});

test.each([
  ['canary', 'line 1: it is not NAME=value'],
  ['A=1\n=canary', 'line 2: it is not NAME=value'],
  ['GEARBENCH_X=canary', 'line 1: it is not NAME=value'],
  ['KEY=', 'line 1: the value is empty or too long'],
  ['KEY=canary\0', 'line 1: the value is empty or too long'],
])('what is wrong in it is told by its line, and never shown: %j', async (text, reason) => {
  const path = await secretsFile(text);
  expect(refusal(path)).toBe(`${path} cannot be used: ${reason}.`);
});

test('one that is not there, or a folder, is told', async () => {
  const folder = await temporaryFolder();
  expect(refusal(join(folder, 'none'))).toBe(`${join(folder, 'none')} does not exist.`);
  await chmod(folder, 0o700);
  expect(refusal(folder)).toContain('could not be read');
});

test('what another program prints is as good as a file', async () => {
  const path = join(await temporaryFolder(), 'pipe');
  execFileSync('sh', ['-c', 'mkfifo -m 600 "$0"', path]);
  const writing = spawn('sh', ['-c', 'echo KEY=piped > "$0"', path]);
  afterThisTest(() => void writing.kill('SIGKILL'));
  expect(await secretsOfProcess({}, path).get('/any', 'KEY')).toBe('piped');
});
