import { spawnSync } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readBinary } from '../../main/doctor/bytes/binary.ts';
import { buildIdOf } from '../../main/doctor/bytes/build-id.ts';
import { recognise } from '../../main/doctor/classify.ts';
import { stages } from '../../main/doctor/plan/build.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { mustBe, needs } from '../support/peers.ts';
import { type Finished, run } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const hasTools = ['phpize', 'php-config', 'autoconf', 'make', 'cc'].every(
  (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined,
);

describe.skipIf(!mustBe(needs('php') && hasTools, 'phpize and what it needs must be here'))(
  'the stages of a build',
  () => {
    async function source(cleanup?: Cleanup): Promise<string> {
      const folder = await temporaryFolder(cleanup);
      await cp(join(import.meta.dirname, 'php-extension'), folder, { recursive: true });
      return folder;
    }

    /** Runs the stages up to the first that fails; says its name, and what it said. */
    async function build(
      folder: string,
      {
        environment = {},
        configure = [],
        from = 0,
      }: { environment?: Record<string, string>; configure?: string[]; from?: number } = {},
    ): Promise<{ failed: string | null; said: string }> {
      let said = '';
      for (const { words, command } of stages({
        source: folder,
        phpize: '/usr/bin/phpize',
        phpConfig: '/usr/bin/php-config',
        configure,
        environment,
      }).slice(from)) {
        const { argv, environment: variables, folder: cwd } = command as NonNullable<typeof command>;
        const [program = '', ...args] = argv;
        const line = [
          '-C',
          cwd as string,
          ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
          program,
          ...args,
        ];
        const { code, stdout, stderr }: Finished = await run('env', line, {
          env: { ...process.env, ELECTRON_RUN_AS_NODE: undefined },
        });
        said += stdout + stderr;
        if (code !== 0) return { failed: words, said };
      }
      return { failed: null, said };
    }

    test('without autoconf the first one fails, and its words are known', async () => {
      const { failed, said } = await build(await source(), { environment: { PHP_AUTOCONF: '/nowhere/autoconf' } });
      expect([failed, recognise(said).map(({ text }) => text)]).toEqual(['phpize', ['paste.no-autoconf']]);
    });

    test('in a folder without a source the first one fails, and its words are known', async () => {
      const { failed, said } = await build(await temporaryFolder());
      expect([failed, recognise(said).map(({ text }) => text)]).toEqual(['phpize', ['paste.wrong-folder']]);
    });

    test('without a compiler configure fails, and its words are known', async () => {
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

      test('PHP loads what was made by its whole path, and its log means nothing', async () => {
        expect(recognise(log)).toEqual([]);
        const module = join(folder, 'modules', 'gearbench.so');
        const { stdout } = await run('php', ['-n', '-d', `extension=${module}`, '-r', 'echo phpversion("gearbench");']);
        expect(stdout).toBe('0.1.0');
        const [made, php] = await Promise.all([readFile(module), readFile('/usr/bin/php')]);
        expect(buildIdOf(made)).toEqual(buildIdOf(php));
        expect(readBinary(made)?.slices[0]?.cpu).toBe(readBinary(php)?.slices[0]?.cpu);
      });

      /** Compiles other code in the same folder. */
      async function make(changed: string) {
        await writeFile(join(folder, 'gearbench.c'), changed);
        return build(folder, { from: 2 });
      }

      test('without PHP’s headers make fails, and its words are known', async () => {
        const { failed, said } = await make(code.replace('"php.h"', '<gone/php.h>'));
        expect([failed, recognise(said).map(({ text }) => text)]).toEqual(['make', ['paste.no-headers']]);
      });

      test('for a libgearman that is not there make fails, and its words are known', async () => {
        const { failed, said } = await make(`#include <gone/libgearman/gearman.h>\n${code}`);
        expect([failed, recognise(said).map(({ text }) => text)]).toEqual(['make', ['paste.no-libgearman']]);
      });

      test('a library whose symbol nobody has is built, and PHP’s words are known', async () => {
        const more = 'extern int oops(void);\nint more(void) { return oops(); }\n';
        expect((await make(`${code}\n${more}`)).failed).toBe(null);
        const module = join(folder, 'modules', 'gearbench.so');
        const env = { ...process.env, LD_BIND_NOW: '1' };
        const { stdout, stderr } = await run('php', ['-n', '-d', `extension=${module}`, '-r', '1;'], { env });
        expect(recognise(stdout + stderr)[0]).toMatchObject({ text: 'paste.symbol', values: { symbol: 'oops' } });
      });

      test('a file that is not there is told in PHP’s words, which are known', async () => {
        const { stdout, stderr } = await run('php', ['-n', '-d', `extension=${folder}/gearman.so`, '-r', '1;']);
        expect(recognise(stdout + stderr)[0]?.text).toBe('paste.no-file');
      });
    });
  },
);
