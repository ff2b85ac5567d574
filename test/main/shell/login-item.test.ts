import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { autostartEntry, autostartFile, startAtLogin, startsAtLogin } from '../../../main/shell/login-item.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { mustBe } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

vi.mock('electron', () => ({ app: { isPackaged: true } }));

const onLinux = test.skipIf(process.platform !== 'linux');

async function home(): Promise<string> {
  const folder = await temporaryFolder();
  afterThisTest(() => void vi.unstubAllEnvs());
  vi.stubEnv('XDG_CONFIG_HOME', folder);
  vi.stubEnv('APPIMAGE', '/opt/my apps/Gearbench.AppImage');
  return join(folder, 'autostart', 'gearbench.desktop');
}

onLinux('on Linux an entry of the desktop starts the program without a window; switched off it is gone', async () => {
  const path = await home();
  expect(await startsAtLogin()).toBe(false);
  await startAtLogin(true);
  expect(await readFile(path, 'utf8')).toContain('\nExec="/opt/my apps/Gearbench.AppImage" "--hidden"\n');
  expect(await startsAtLogin()).toBe(true);
  await startAtLogin(false);
  expect(await startsAtLogin()).toBe(false);
  await startAtLogin(false);
});

onLinux.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
  'who says %s in the system’s own settings has switched it off',
  async (line) => {
    const path = await home();
    await startAtLogin(true);
    const entry = await readFile(path, 'utf8');
    await writeFile(path, `${entry.replace('X-GNOME-Autostart-enabled=true\n', '')}${line}\n`);
    expect(await startsAtLogin()).toBe(false);
  },
);

onLinux('where the folder cannot be written the file is named', async () => {
  const path = await home();
  await writeFile(join(path, '..', '..', 'autostart'), 'a file in its place');
  await expect(startAtLogin(true)).rejects.toMatchObject({ code: 'file-unwritable', details: { path } });
});

test('the home folder has it where nothing else is said', () => {
  expect(autostartFile({})).toMatch(/\/\.config\/autostart\/gearbench\.desktop$/);
});

test('a path with any signs is one argument of the command', () => {
  const entry = autostartEntry(['/a "b" $c `d` \\e 100%', '--hidden']);
  expect(entry).toContain('Exec="/a \\\\"b\\\\" \\\\$c \\\\`d\\\\` \\\\\\\\e 100%%" "--hidden"');
});

const validates = mustBe(
  spawnSync('desktop-file-validate', ['--help']).error === undefined,
  'desktop-file-validate must be installed here',
);
test.skipIf(!validates)('the entry is one as freedesktop’s own tool wants it', async () => {
  const path = join(await temporaryFolder(), 'gearbench.desktop');
  await writeFile(path, autostartEntry(['/opt/Gear bench', '--hidden']));
  expect(spawnSync('desktop-file-validate', [path], { encoding: 'utf8' }).stdout).toBe('');
});
