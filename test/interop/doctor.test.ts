import { createHash } from 'node:crypto';
import { glob, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding, Plan } from '../../main/contract/doctor.ts';
import { GEARBENCH } from '../support/command-line.ts';
import { freePort } from '../support/free-port.ts';
import { mustBe, needs } from '../support/peers.ts';
import { canBeDamaged, damaged, unpacked } from '../support/private-system.ts';
import { run } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ourWorkers } from './servers.ts';

interface Said {
  summary: string;
  phps: { path: string; gearman: string | null }[];
  findings: Finding[];
  plans: Plan[];
}

const isDebian =
  process.platform === 'linux' && needs('php') && (await run('dpkg', ['-S', '/usr/bin/php8.2'])).code === 0;

describe.skipIf(!mustBe(isDebian && canBeDamaged(), 'Debian’s PHP must be here'))(
  'Debian’s own PHP, privately damaged',
  () => {
    const server = ourWorkers({});

    /** What is installed, and the ini files. */
    async function state(): Promise<string> {
      const { stdout } = await run('dpkg', [
        '-V',
        'php8.2-cli',
        'php8.2-common',
        'php8.2-gearman',
        'php8.2-dev',
        'libgearman8',
      ]);
      const sums: string[] = [stdout];
      for await (const path of glob('/etc/php/**/*.ini')) {
        const bytes = await readFile(path);
        sums.push(`${path} ${await realpath(path)} ${createHash('sha256').update(bytes).digest('hex')}`);
      }
      return sums.sort().join('\n');
    }
    let before: string;
    beforeAll(async () => {
      before = await state();
    });
    afterAll(async () => {
      expect(await state()).toBe(before);
    });

    async function doctor(damage: string, ...options: string[]): Promise<Said & { code: number | null }> {
      const command = [GEARBENCH, 'doctor', '--json', '--server', `127.0.0.1:${server.port}`, ...options];
      const { code, stdout, stderr } = await damaged(damage, command);
      if (stderr !== '') throw new Error(stderr);
      return { code, ...(JSON.parse(stdout) as Said) };
    }
    const amiss = ({ findings }: Said): string[] =>
      findings
        .filter((each) => ['fail', 'warn', 'unknown'].includes(each.state))
        .map(({ state: how, text }) => `${how} ${text}`);
    const commands = ({ plans }: Said): string[] =>
      (plans[0]?.steps ?? []).map((step) => step.command?.argv.join(' ') ?? step.words);
    const of = ({ findings }: Said, check: string) => findings.find((each) => each.check === check);

    const SO = '/usr/lib/php/20220829/gearman.so';
    const INI = '/etc/php/8.2/mods-available/gearman.ini';
    const CONF = '/etc/php/8.2/cli/conf.d';

    test('as it is: gearman is loaded and reaches our server', async () => {
      const said = await doctor('');
      expect([said.code, said.summary, amiss(said), said.plans]).toEqual([
        0,
        `gearman ${said.phps[0]?.gearman} is loaded in PHP ${/[\d.]+/.exec(said.summary.split('PHP ')[1] ?? '')?.[0]?.replace(/\.$/, '')}. Nothing is left to do.`,
        [],
        [],
      ]);
      expect(of(said, 'BIN-04')?.text).toBe('BIN-04.loads');
      expect(of(said, 'RUN-04')?.text).toBe('RUN-04.answers');
    });

    test('without php-gearman the package is the way', async () => {
      const said = await doctor(`rm ${SO} ${INI} ${CONF}/20-gearman.ini`);
      expect([said.code, amiss(said), commands(said)]).toEqual([
        2,
        ['fail BIN-01.none'],
        ['apt-get install -y php8.2-gearman'],
      ]);
    });

    test('not switched on: phpenmod switches it on', async () => {
      const off = `rm ${CONF}/20-gearman.ini`;
      const said = await doctor(off);
      expect([amiss(said), commands(said)]).toEqual([['fail INI-02.absent'], ['phpenmod -v 8.2 -s cli gearman']]);
      expect(amiss(await doctor(`${off}; ${commands(said)[0]}`))).toEqual([]);
    });

    test('the drop-in is offered, and told where it is switched on', async () => {
      const without = `export GEARBENCH_DATA=${await temporaryFolder()}\nrm ${SO} ${INI} ${CONF}/20-gearman.ini`;
      const steps = (await doctor(without)).plans.find(({ way }) => way === 'drop-in')?.steps ?? [];
      const [copy, line] = steps.map(({ change }) => change);
      if (copy?.kind !== 'copy' || line?.kind !== 'add') throw new Error('not the steps of the drop-in');
      expect(line).toMatchObject({ file: `${CONF}/99-gearbench.ini`, text: `auto_prepend_file="${copy.file}"\n` });
      const said = await doctor(
        `${without}\nmkdir -p '${dirname(copy.file)}'\ncp '${copy.from}' '${copy.file}'\nprintf %s '${line.text}' >${line.file}`,
      );
      expect([said.code, amiss(said), said.plans]).toEqual([0, [], []]);
      expect(said.summary).toContain('s PHP client takes the place of the gearman extension');
    });

    test('the line commented is found by file and line', async () => {
      const said = await doctor(`sed -i 's/^/; /' ${INI}`);
      expect([amiss(said), commands(said)]).toEqual([['fail INI-02.commented'], ['uncomment-ini']]);
      expect(of(said, 'INI-02')?.evidence).toEqual([
        { kind: 'file', file: `${CONF}/20-gearman.ini`, line: 1, excerpt: '; extension=gearman.so' },
      ]);
    });

    test('the line twice', async () => {
      const said = await doctor(`echo 'extension=gearman' >${CONF}/30-more.ini`);
      expect([said.code, amiss(said), commands(said)]).toEqual([1, ['warn INI-03.lines'], ['comment-duplicates']]);
    });

    test('a wrong path in the line', async () => {
      const said = await doctor(`echo 'extension=/usr/lib/php/20210902/gearman.so' >${INI}`);
      expect(amiss(said)).toEqual(['fail BIN-01.named-missing']);
      expect(said.plans[0]?.steps[0]?.change).toEqual({
        kind: 'replace',
        file: `${CONF}/20-gearman.ini`,
        lines: [{ line: 1, was: 'extension=/usr/lib/php/20210902/gearman.so', text: `extension="${SO}"` }],
      });
    });

    test('zend_extension', async () => {
      expect(amiss(await doctor(`echo 'zend_extension=gearman.so' >${INI}`))).toEqual(['fail INI-07.zend']);
    });

    test('a library for another API number, told by PHP and by its bytes', async () => {
      const said = await doctor(`sed -i s/API20220829/API20210902/ ${SO}`);
      expect([amiss(said), commands(said)]).toEqual([
        ['fail BIN-02.other', 'fail BIN-04.fails'],
        ['apt-get install -y php8.2-gearman'],
      ]);
      expect(of(said, 'BIN-02')?.values).toMatchObject({ file: 'API20210902,NTS', php: 'API20220829,NTS' });
      expect(JSON.stringify(of(said, 'BIN-04')?.evidence)).toContain('Module compiled with build ID=API20210902,NTS');
    });

    test('a library for another CPU', async () => {
      const other = process.arch === 'x64' ? '\\267\\000' : '\\076\\000';
      const said = await doctor(`printf '${other}' | dd of=${SO} bs=1 seek=18 conv=notrunc status=none`);
      expect(amiss(said)).toEqual(['fail BIN-03.other', 'fail BIN-04.fails']);
    });

    test('libgearman gone', async () => {
      const said = await doctor('rm /usr/lib/*-linux-gnu/libgearman.so.8*');
      expect([amiss(said), of(said, 'LIB-06')?.values['library'], commands(said)]).toEqual([
        ['fail LIB-06.missing', 'fail BIN-04.fails'],
        'libgearman.so.8',
        ['apt-get install --reinstall -y libgearman8'],
      ]);
    });

    test('php-dev missing matters to a build alone, and is said with the package', async () => {
      const said = await doctor(
        `rm -r ${SO} ${INI} ${CONF}/20-gearman.ini /usr/bin/phpize* /usr/bin/php-config* /usr/include/php`,
      );
      expect(of(said, 'PHP-04')).toMatchObject({ state: 'info', text: 'PHP-04.missing' });
      const build = said.plans.find(({ way }) => way === 'build');
      expect(build?.steps.map(({ command }) => command?.argv.join(' '))).toContain('apt-get install -y php8.2-dev');
    });

    test('a PHP that hangs, and one that crashes, hold nobody up', async () => {
      const hangs = await doctor("printf '#!/bin/sh\\nsleep 1000\\n' >/usr/bin/php8.2");
      expect([hangs.code, amiss(hangs)[0]]).toEqual([2, 'fail PHP-02.hangs']);
      const crashes = await doctor("printf '#!/bin/sh\\nkill -SEGV $$\\n' >/usr/bin/php8.2");
      expect(amiss(crashes)[0]).toBe('fail PHP-02.crashes');
    });

    test('a PHP that asks for a program of the person’s before each script does not get it', async () => {
      const folder = await temporaryFolder();
      await writeFile(join(folder, 'pre.php'), `<?php touch('${folder}/was-run');`);
      const said = await doctor(
        `printf 'auto_prepend_file=${folder}/pre.php\\nopcache.preload=${folder}/pre.php\\nopcache.preload_user=root\\nopcache.enable_cli=1\\nerror_log=${folder}/log\\n' >${CONF}/99-own.ini`,
      );
      expect([amiss(said), await readdir(folder)]).toEqual([[], ['pre.php']]);
    });

    const fpm = unpacked('php8.2-fpm');
    test.skipIf(fpm === null)(
      'a PHP-FPM without it is told apart, and one that has not read its ini files',
      async () => {
        const folder = await temporaryFolder();
        const configuration = `[global]\nerror_log=${folder}/log\n[www]\nuser=nobody\ngroup=nogroup\nlisten=${folder}/socket\npm=static\npm.max_children=1\n`;
        await writeFile(join(folder, 'fpm.conf'), configuration);
        const start = `
      cp -r ${fpm}/etc/php/8.2/fpm /etc/php/8.2/ && mkdir -p /etc/php/8.2/fpm/conf.d && cp ${fpm}/usr/sbin/php-fpm8.2 /usr/sbin/
      php-fpm8.2 -F -y ${folder}/fpm.conf >/dev/null 2>&1 &
      STARTED=$!
      while [ ! -S ${folder}/socket ]; do sleep 0.1; done`;
        const without = await doctor(start);
        expect([without.code, amiss(without), commands(without)]).toEqual([
          1,
          ['warn WEB-01.without'],
          ['phpenmod -v 8.2 -s fpm gearman', 'systemctl restart php8.2-fpm'],
        ]);
        const stale = await doctor(
          `${start}\nsleep 1.1\nln -s ${INI} /etc/php/8.2/fpm/conf.d/20-gearman.ini\ntouch ${INI}`,
        );
        expect([of(stale, 'WEB-01')?.text, amiss(stale)]).toEqual(['WEB-01.loaded', ['warn WEB-02.stale']]);
      },
    );

    test('below --root another system is looked at, with its own links and programs', async () => {
      const root = `
      mkdir -p /mnt/root /mnt/r/upper /mnt/r/work
      mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/r/upper,workdir=/mnt/r/work /mnt/root
      rm /mnt/root${CONF}/20-gearman.ini`;
      const said = await doctor(root, '--root', '/mnt/root');
      expect(amiss(said)).toEqual(['unknown SYS-03.silent', 'fail INI-02.absent', 'unknown RUN-01.not-asked']);
    });

    test('a folder that has nothing below it has no PHP', async () => {
      const folder = await temporaryFolder();
      const said = await doctor('', '--root', folder);
      expect([said.code, said.summary, said.phps]).toEqual([
        0,
        'There is no PHP on this computer. Nothing is left to do.',
        [],
      ]);
    });

    test('without a server PHP’s own words are explained, and what starts one is named', async () => {
      const port = await freePort();
      const { stdout, code } = await run(GEARBENCH, ['doctor', '--server', `127.0.0.1:${port}`]);
      expect(code).toBe(1);
      expect(stdout).toContain(`PHP could not reach a job server at 127.0.0.1:${port}. (PHP calls this `);
      expect(stdout).toContain(`gearbench serve --port ${port}`);
    });
  },
);
