import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Changes } from '../../../main/doctor/changes.ts';
import { lookAround } from '../../../main/doctor/look/seen.ts';
import { shellFileOf } from '../../../main/doctor/look/shell.ts';
import { ownIniSteps } from '../../../main/doctor/plan/own-ini.ts';
import { realMachine } from '../../../main/doctor/real-machine.ts';
import { needs } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { diagnose } from './outcome.ts';

test('where the ini files are an administrator’s, a plan needs none', async () => {
  const { plans } = await diagnose('Debian with php-gearman that is not switched on');
  const own = plans.find(({ way }) => way === 'own-ini');
  expect(own?.steps.map(({ words, risk }) => [words, risk])).toEqual([
    ['own-ini-file', 'own-files'],
    ['shell-variable', 'own-files'],
  ]);
  const mac = await diagnose('the extension is there, and no line loads it');
  expect(mac.plans.map(({ way }) => way)).toEqual(['switch-on']);
});

test.skipIf(!needs('php'))(
  'the folder is read by a real PHP, with those that it reads anyway, until it is undone',
  async () => {
    const home = await temporaryFolder();
    await mkdir(join(home, 'own'));
    await writeFile(join(home, '.bashrc'), '# mine\n');
    const environment = { PATH: process.env['PATH'], HOME: home, SHELL: '/bin/bash' };
    const machine = realMachine({ environment, terminalPath: async () => environment.PATH ?? null });
    const look = () => lookAround(machine, { address: { host: '127.0.0.1', port: 1 }, folder: home });
    const before = await look();
    expect(before.shellFile).toBe(shellFileOf(machine));
    const folder = join(home, "it's own");
    const steps = ownIniSteps(before, folder, '/nowhere/gearman.so');
    const changes = new Changes(join(home, 'changes'));
    const ids: string[] = [];
    for (const { change, ...step } of steps)
      if (change !== null)
        ids.push(
          await changes.apply(change, {
            step: step.words,
            php: '/usr/bin/php',
            way: 'own-ini',
            words: step.words,
            values: step.values,
          }),
        );
    const said = spawnSync('/bin/bash', ['-c', '. "$HOME/.bashrc"; printf "%s" "$PHP_INI_SCAN_DIR"'], {
      env: environment,
    });
    expect(said.stdout.toString()).toBe(`:${folder}/conf.d`);
    const ini = join(folder, 'conf.d', '20-gearman.ini');
    const { ini: read } = await look();
    expect([read.files.filter((file) => file === ini), read.files.length]).toEqual([
      [ini],
      before.ini.files.length + 1,
    ]);
    for (const id of ids.toReversed()) await changes.undo(id);
    expect(await readFile(join(home, '.bashrc'), 'utf8')).toBe('# mine\n');
    expect((await look()).ini.files).toEqual(before.ini.files);
  },
);
