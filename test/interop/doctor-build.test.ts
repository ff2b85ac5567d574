import { spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { StepCalls } from '../../main/calls/doctor-steps.ts';
import type { ShownStep, Step, StepRun } from '../../main/contract/doctor.ts';
import { readBinary } from '../../main/doctor/bytes/binary.ts';
import { buildIdOf } from '../../main/doctor/bytes/build-id.ts';
import { Changes } from '../../main/doctor/changes.ts';
import { recognise } from '../../main/doctor/classify.ts';
import { stages } from '../../main/doctor/plan/build.ts';
import { change, command, type Draft } from '../../main/doctor/plan/draft.ts';
import { personsEnvironment } from '../../main/util/persons-environment.ts';
import { isAlive } from '../support/alive.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { mustBe, needs } from '../support/peers.ts';
import { run } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const hasTools = ['phpize', 'php-config', 'autoconf', 'make', 'cc'].every(
  (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined,
);

/** A compiler takes its time on a busy machine. */
const COMPILES = { timeout: 240_000 };

/** The calls by which the window has steps done, with a plan of these steps shown. */
async function callsOn(drafts: readonly Draft[], profile: string) {
  const changes = new Changes(join(profile, 'changes'));
  const guarded = new Set<number>();
  const calls = new StepCalls({
    changes,
    environment: async () => personsEnvironment(process.env),
    home: profile,
    guard: { add: (group) => void guarded.add(group), remove: (group) => void guarded.delete(group) },
    onProgress: () => {},
  });
  const steps = drafts.map((draft): Step => ({ fix: 'build', ...draft }));
  const shown = async (): Promise<readonly ShownStep[]> =>
    calls.show([{ way: 'build', steps }], '/usr/bin/php', await changes.list())[0]?.steps ?? [];
  const { handlers } = calls;
  const told = () => handlers['doctor.run']({ after: 0 }) as StepRun;
  return { handlers, shown, told, changes, guarded };
}

const saidBy = ({ lines }: StepRun): string => lines.map(({ text }) => `${text}\n`).join('');

/** Does steps, one after the other, up to the first that fails; says its name, and what all have said. */
async function perform(drafts: readonly Draft[], profile: string): Promise<{ failed: string | null; said: string }> {
  const { handlers, shown, told } = await callsOn(drafts, profile);
  let said = '';
  for (const { key, words } of await shown()) {
    await handlers['doctor.doStep']({ step: key });
    const { end } = told();
    said += saidBy(told());
    if (end?.how === 'failed') said += end.failure.message;
    const state = (await shown()).find((each) => each.key === key)?.state;
    if (state !== 'done') return { failed: words, said };
  }
  return { failed: null, said };
}

describe.skipIf(!mustBe(needs('php') && hasTools, 'phpize and what it needs must be here'))(
  'the stages of a build, done as the window does them',
  () => {
    async function source(cleanup?: Cleanup): Promise<string> {
      const folder = await temporaryFolder(cleanup);
      await cp(join(import.meta.dirname, 'php-extension'), folder, { recursive: true });
      return folder;
    }
    const build = (
      folder: string,
      {
        environment = {},
        configure = [],
        phpize = '/usr/bin/phpize',
        from = 0,
      }: { environment?: Record<string, string>; configure?: string[]; phpize?: string; from?: number } = {},
    ) => {
      const phpConfig = '/usr/bin/php-config';
      return perform(stages({ source: folder, phpize, phpConfig, configure, environment }).slice(from), folder);
    };

    test('without phpize the first one fails, and the program is named', async () => {
      const { failed, said } = await build(await source(), { phpize: '/usr/bin/phpize7.1' });
      expect([failed, said]).toEqual(['phpize', '/usr/bin/phpize7.1 was not found on the PATH.']);
    });

    test('without autoconf the first one fails, and its words are known', async () => {
      const { failed, said } = await build(await source(), { environment: { PHP_AUTOCONF: '/nowhere/autoconf' } });
      expect([failed, recognise(said).map(({ text }) => text)]).toEqual(['phpize', ['paste.no-autoconf']]);
    });

    test('in a folder without a source the first one fails, and its words are known', async () => {
      const { failed, said } = await build(await temporaryFolder());
      expect([failed, recognise(said).map(({ text }) => text)]).toEqual(['phpize', ['paste.wrong-folder']]);
    });

    test('without a compiler configure fails, and its words are known', COMPILES, async () => {
      const { failed, said } = await build(await source(), { configure: ['CC=/nowhere/cc'] });
      expect([failed, recognise(said).map(({ check }) => check)]).toEqual(['configure', ['TOOL-03']]);
    });

    describe('once it is configured', () => {
      let folder: string;
      let code: string;
      let log: string;
      const undo: (() => void | Promise<void>)[] = [];
      beforeAll(async () => {
        folder = await source((each) => void undo.push(each));
        code = await readFile(join(folder, 'gearbench.c'), 'utf8');
        const { failed, said } = await build(folder);
        expect(failed).toBe(null);
        log = said;
        return async () => {
          for (const each of undo) await each();
        };
      }, 240_000);

      test('it is kept, loaded by a line of its own, and gone again when the line is undone', async () => {
        expect(recognise(log)).toEqual([]);
        const profile = await temporaryFolder();
        const kept = join(profile, 'API20220829-x', 'gearbench.so');
        const scan = join(profile, 'conf.d');
        await mkdir(scan);
        const ini = { kind: 'add', file: join(scan, '20-gearbench.ini'), text: `extension="${kept}"\n` } as const;
        const drafts = [
          command('build-folder', 'own-files', ['/bin/mkdir', '-p', join(kept, '..')]),
          command('keep-module', 'own-files', ['/bin/cp', join(folder, 'modules', 'gearbench.so'), kept]),
          change('write-ini', 'own-files', ini),
        ];
        expect(await perform(drafts, profile)).toMatchObject({ failed: null });
        const version = async () => {
          const env = { ...process.env, PHP_INI_SCAN_DIR: scan };
          return (await run('php', ['-r', 'echo phpversion("gearbench") ?: "absent";'], { env })).stdout;
        };
        expect(await version()).toBe('0.1.0');
        const [made, php] = await Promise.all([readFile(kept), readFile('/usr/bin/php')]);
        expect(buildIdOf(made)).toEqual(buildIdOf(php));
        expect(readBinary(made)?.slices[0]?.cpu).toBe(readBinary(php)?.slices[0]?.cpu);
        // As after a restart: nothing is known of it but what lies in the profile.
        const { changes, handlers } = await callsOn([], profile);
        const [applied] = await changes.list();
        await handlers['doctor.undo']({ id: applied?.id ?? '' });
        expect([await version(), await readdir(scan)]).toEqual(['absent', []]);
      });

      /** Compiles other code in the same folder. */
      async function make(changed: string) {
        await writeFile(join(folder, 'gearbench.c'), changed);
        return build(folder, { from: 2 });
      }

      test('one that is cancelled while it compiles leaves nothing running', COMPILES, async () => {
        // A compiler that takes its time: it waits for a file that comes later.
        const waits = join(await temporaryFolder(), 'cc');
        await writeFile(waits, '#!/bin/sh\nsleep 1000 & echo waits for $!\nwait\n', { mode: 0o755 });
        const drafts = [command('make', 'own-files', ['make', '-B', `CC=${waits}`], {}, { folder })];
        const { handlers, shown, told, guarded } = await callsOn(drafts, folder);
        const [step] = await shown();
        const done = handlers['doctor.doStep']({ step: step?.key ?? '' });
        const pid = () => Number(/waits for (\d+)/.exec(saidBy(told()))?.[1] ?? 0);
        await expect.poll(pid, { timeout: 20_000 }).toBeGreaterThan(0);
        expect([isAlive(pid()), guarded.size]).toEqual([true, 1]);
        handlers['doctor.endStep'](undefined);
        await done;
        expect([told().end, isAlive(pid()), guarded.size]).toEqual([{ how: 'cancelled' }, false, 0]);
      });

      test('without PHP’s headers make fails, and its words are known', COMPILES, async () => {
        const { failed, said } = await make(code.replace('"php.h"', '<gone/php.h>'));
        expect([failed, recognise(said).map(({ text }) => text)]).toEqual(['make', ['paste.no-headers']]);
        expect(said).toMatch(/gearbench\.c:\d+:\d+: fatal error: /);
      });

      test('for a libgearman that is not there make fails, and its words are known', COMPILES, async () => {
        const { failed, said } = await make(`#include <gone/libgearman/gearman.h>\n${code}`);
        expect([failed, recognise(said).map(({ text }) => text)]).toEqual(['make', ['paste.no-libgearman']]);
      });

      test('a library whose symbol nobody has is built, and PHP’s words are known', COMPILES, async () => {
        const more = 'extern int oops(void);\nint more(void) { return oops(); }\n';
        expect((await make(`${code}\n${more}`)).failed).toBe(null);
        const module = join(folder, 'modules', 'gearbench.so');
        const env = { ...process.env, LD_BIND_NOW: '1' };
        const { stdout, stderr } = await run('php', ['-n', '-d', `extension=${module}`, '-r', '1;'], { env });
        expect(recognise(stdout + stderr)[0]).toMatchObject({ text: 'paste.symbol', values: { symbol: 'oops' } });
      });

      test('one that was built for another API number is not loaded, and PHP’s words are known', async () => {
        const module = join(folder, 'modules', 'gearbench.so');
        const bytes = await readFile(module);
        const api = /API(\d{8}),/.exec(bytes.toString('latin1'))?.[1] ?? '';
        const other = join(folder, 'other.so');
        await writeFile(other, bytes.toString('latin1').replaceAll(`API${api},`, 'API20180731,'), 'latin1');
        expect((await stat(other)).size).toBe(bytes.length);
        const { stdout, stderr } = await run('php', ['-n', '-d', `extension=${other}`, '-r', '1;']);
        expect(recognise(stdout + stderr)[0]?.text).toBe('paste.build');
      });

      test('a file that is not there is told in PHP’s words, which are known', async () => {
        const { stdout, stderr } = await run('php', ['-n', '-d', `extension=${folder}/gearman.so`, '-r', '1;']);
        expect(recognise(stdout + stderr)[0]?.text).toBe('paste.no-file');
      });
    });
  },
);
