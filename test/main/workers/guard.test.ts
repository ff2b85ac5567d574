import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endLeftovers, Guard } from '../../../main/workers/guard.ts';
import { isAlive, killIfAlive } from '../../support/alive.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { PATIENT } from '../../support/patient.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A process group that does not want to end. */
function group(): number {
  const child = spawn('sh', ['-c', `trap '' TERM; sleep 60 & wait; wait; sleep 60`], {
    detached: true,
    stdio: 'ignore',
  });
  const pid = child.pid as number;
  afterThisTest(() => killIfAlive(-pid));
  return pid;
}

async function guarded() {
  const home = await temporaryFolder();
  const record = join(home, 'running', 'a b.txt');
  const place = join(home, 'gearbench-x1');
  await mkdir(place);
  const guard = new Guard(record);
  afterThisTest(() => guard.close());
  const recorded = (lines: number) =>
    expect
      .poll(() => (existsSync(record) ? readFileSync(record, 'utf8').split('\n').length - 1 : 0), PATIENT)
      .toBe(lines);
  return { guard, record, place, folder: join(home, 'running'), recorded };
}

test('when we end, whatever runs ends, with its files', async () => {
  const { guard, place, record, recorded } = await guarded();
  const [one, two, gone] = [group(), group(), group()];
  guard.add(one, place);
  guard.add(gone);
  guard.add(two);
  guard.remove(gone);
  await recorded(3);
  guard.close();
  await expect.poll(() => [one, two].map(isAlive), PATIENT).toEqual([false, false]);
  await expect.poll(() => [existsSync(place), existsSync(record)], PATIENT).toEqual([false, false]);
  expect(isAlive(gone)).toBe(true);
});

test('where the guard was killed too, the next start ends what it had written down', async () => {
  const { guard, place, record, folder, recorded } = await guarded();
  const one = group();
  guard.add(one, place);
  await recorded(2);
  expect(await endLeftovers(folder)).toBe(0); // the guard is there
  process.kill(Number(readFileSync(record, 'utf8').split('|')[0]), 'SIGKILL');
  await expect.poll(() => endLeftovers(folder), PATIENT).toBe(1);
  await expect.poll(() => isAlive(one), PATIENT).toBe(false); // the system takes a moment to end it
  expect([existsSync(place), existsSync(record)]).toEqual([false, false]);
});

test('a process that has the number of another one by now is left alone, and so are other people’s folders', async () => {
  const home = await temporaryFolder();
  const bystander = group();
  const lines = ['1|Thu Jan  1 00:00:00 1970|', `${bystander}|Thu Jan  1 00:00:00 1970|${home}`, 'no number|x|/', ''];
  await writeFile(join(home, '4711.txt'), lines.join('\n'));
  expect(await endLeftovers(home)).toBe(0);
  expect([isAlive(bystander), existsSync(home), existsSync(join(home, '4711.txt'))]).toEqual([true, true, false]);
  expect(await endLeftovers(join(home, 'not there'))).toBe(0);
});
