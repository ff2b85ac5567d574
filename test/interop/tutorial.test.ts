import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runningServer } from '../support/embedded.ts';
import { needs } from '../support/peers.ts';
import { background, run } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/*
 * The tutorial of the guide does what it says: its lines run as they stand there, but for the port, with the stock tool and in
 * PHP with the one file beside the scripts.
 */

const root = join(import.meta.dirname, '../..');

async function blocksOf(language: string): Promise<{ shell: string[]; php: string[] }> {
  const page = await readFile(join(root, 'docs/guide', language, 'tutorial.md'), 'utf8');
  const blocks = [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, kind, text = '']) => ({ kind, text }));
  const of = (kind: string) => blocks.filter((each) => each.kind === kind).map(({ text }) => text.trim());
  return { shell: of('sh'), php: of('php') };
}

describe.skipIf(!(needs('gearman') && needs('php'))).each(['en', 'zh'])('%s', (language) => {
  test('a worker and a client in the terminal, then the same job from PHP, then a worker in PHP', async () => {
    const { port } = await runningServer();
    const { shell, php } = await blocksOf(language);
    const [, worker = '', client = ''] = shell.map((line) => line.replace(/^gearman /, `gearman -p ${port} `));
    const [clientScript = '', workerScript = ''] = php.map((script) => script.replaceAll('4730', String(port)));
    const folder = await temporaryFolder();
    await copyFile(join(root, 'resources/php/gearman.php'), join(folder, 'gearman.php'));
    await writeFile(join(folder, 'client.php'), clientScript);
    await writeFile(join(folder, 'worker.php'), workerScript);

    const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').length - 1;
    const programs = [
      background('sh', ['-c', `exec ${worker}`]),
      // Without ini files there is no extension, as on a computer that never had one.
      background('php', ['-n', 'worker.php'], { cwd: folder }),
    ];
    try {
      expect((await run('sh', ['-c', client])).stdout.trim()).toBe(String(lines));
      expect((await run('php', ['-n', join(folder, 'client.php')])).stdout.trim()).toBe('3');
      expect((await run('gearman', ['-p', String(port), '-f', 'reverse', 'Hello'])).stdout).toBe('olleH');
    } finally {
      for (const program of programs) await program.stop();
    }
  });
});
