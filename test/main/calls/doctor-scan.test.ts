import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scanApart } from '../../../main/calls/doctor-scan.ts';
import { PATIENT } from '../../support/patient.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const look = { address: { host: '127.0.0.1', port: 1 }, folder: '/' };

/** A home with a PHP on the PATH that is a script, which says that it was started and then does what is asked. */
async function withPhp(script: string) {
  const home = await temporaryFolder();
  const log = join(home, 'started');
  await mkdir(join(home, 'bin'));
  await writeFile(log, '');
  const php = join(home, 'bin', 'php');
  await writeFile(php, `#!/bin/sh\necho started >>${log}\n${script}\n`);
  await chmod(php, 0o755);
  const environment = { PATH: `${join(home, 'bin')}:/usr/bin:/bin`, HOME: home };
  const started = async () => (await readFile(log, 'utf8')).split('\n').length - 1;
  return { php, started, order: { environment, look, plan: { folder: join(home, 'php'), client: null } } };
}

test.skipIf(process.platform === 'win32')('a computer is looked at from a thread, which tells its stages', async () => {
  const { php, order, started } = await withPhp('exit 3');
  const stages: string[] = [];
  const watch = { signal: new AbortController().signal, onStage: (stage: string) => stages.push(stage) };
  const { seen, findings } = await scanApart(order, watch);
  expect(stages).toEqual(['phps', 'system', 'extension', 'web', 'server']);
  // What the parts of a diagnosis have in common they still have in common.
  expect([seen.php?.path, seen.inventory.phps.find((each) => each === seen.php) === seen.php]).toEqual([php, true]);
  expect(findings.find(({ check }) => check === 'PHP-02')).toMatchObject({ state: 'fail', text: 'PHP-02.fails' });
  expect(await started()).toBeGreaterThan(0);
});

test.skipIf(process.platform === 'win32')('one that is ended starts nothing more', async () => {
  const { order, started } = await withPhp('sleep 1');
  const ended = new AbortController();
  const scan = scanApart(order, { signal: ended.signal, onStage: () => {} });
  await expect.poll(started, PATIENT).toBe(1);
  ended.abort();
  const { seen } = await scan;
  expect([seen.system.name, await started()]).toEqual([expect.any(String), 1]);
});
