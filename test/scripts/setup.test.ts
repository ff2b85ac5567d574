import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { run } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test.skipIf(process.platform === 'win32')(
  'setup does its work also where the checkout is reached by a link',
  async () => {
    const link = join(await temporaryFolder(), 'gearbench');
    await symlink(fileURLToPath(new URL('../../', import.meta.url)), link);
    const { code, stdout } = await run(process.execPath, [join(link, 'scripts', 'setup.mjs')]);
    expect([code, stdout]).toEqual([0, 'Gearbench is set up.\n']);
  },
);
