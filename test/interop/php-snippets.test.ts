import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { snippetsOf } from '../../main/doctor/snippets.ts';
import { phpQuoted } from '../../main/util/php-quote.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { runningServer } from '../support/embedded.ts';
import { HOSTILE } from '../support/hostile.ts';
import { needs } from '../support/peers.ts';
import { background, run } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { withoutGearman } from './php-without.ts';

/* What is given to be copied into somebody's PHP, run by PHP. */

const CLIENT = join(import.meta.dirname, '../../resources/php/gearman.php');

describe.skipIf(!needs('php'))('scripts for PHP', () => {
  test('whatever bytes are quoted, PHP reads the same, and nothing is run or hidden', async () => {
    const all = [
      ...HOSTILE.map((text) => Buffer.from(text, 'latin1')),
      Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
    ];
    const input = `<?php\nfunction f() { return 'was run'; }\n${all.map((bytes) => `echo bin2hex(${phpQuoted(bytes)}), "\\n";`).join('\n')}\n`;
    const { stdout, stderr } = await run('php', [], { input });
    expect([stderr, stdout.split('\n').slice(0, -1)]).toEqual(['', all.map((bytes) => bytes.toString('hex'))]);
    // What turns the direction, or is not to be seen, stands there as numbers.
    expect(all.map(phpQuoted).join('')).not.toMatch(/[^\P{C}]|[\p{Zl}\p{Zp}]/u);
    expect(phpQuoted(Buffer.from('größe 函数 🎉'))).toBe("'größe 函数 🎉'");
  });

  /** Names that a function can have: a zero byte ends one on the wire. */
  const NAMES = ['reverse', '$(touch x) `id` $x {$x}', `it's "\\ ?><?php exit(9);`, 'two\nlines\t函数\u202e'];

  test.each(['extension', 'drop-in'] as const)(
    'with the %s: the worker answers the client, whatever the function is called',
    async (way) => {
      const { port } = await runningServer();
      const folder = join(await temporaryFolder(), `it's $HOME "\\`);
      await mkdir(folder);
      await copyFile(CLIENT, join(folder, 'gearman.php'));
      const flags = way === 'extension' ? [] : withoutGearman();
      const start = async (name: string, at: number) => {
        const there = { address: { host: '127.0.0.1', port }, name, php: 'php', dropIn: join(folder, 'gearman.php') };
        const { worker, client } = snippetsOf(there)[way];
        const files = [join(folder, `worker${at}.php`), join(folder, `client${at}.php`)] as const;
        await Promise.all([writeFile(files[0], worker), writeFile(files[1], client)]);
        const running = background('php', [...flags, files[0]]);
        afterThisTest(() => running.stop());
        return run('php', [...flags, files[1]]);
      };
      const said = await Promise.all(NAMES.map(start));
      expect(said).toEqual(NAMES.map(() => ({ code: 0, stdout: 'olleH\n', stderr: '' })));
    },
  );

  test('without a server the client says so, in its own words and with an exit code', async () => {
    const there = { address: { host: '127.0.0.1', port: 1 }, name: 'reverse', php: 'php', dropIn: CLIENT };
    const input = snippetsOf(there)['drop-in'].client;
    const { code, stdout, stderr } = await run('php', withoutGearman(), { input });
    expect([code, stdout + stderr]).toEqual([255, expect.stringContaining('Failed to set exception option')]);
  });

  test('what Composer is told is a part of composer.json, or a command without surprises', async () => {
    const ways = snippetsOf({
      address: { host: '::1', port: 4730 },
      name: 'reverse',
      php: "/opt/it's/php",
      dropIn: null,
    });
    expect(JSON.parse(ways['drop-in'].composer)).toEqual({ autoload: { files: ['gearman.php'] } });
    const { stdout } = await run('sh', ['-c', ways.extension.composer.replace('composer', 'printf "%s\\n"')]);
    expect(stdout).toBe('require\next-gearman:*\n');
    const { stdout: words } = await run('sh', ['-c', `printf "%s\\n" ${ways.extension.run[0]}`]);
    expect(words).toBe("/opt/it's/php\nworker.php\n");
    expect(ways['drop-in'].worker).toContain("addServer('::1', 4730)");
  });
});
