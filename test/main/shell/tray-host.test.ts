import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasTray } from '../../../main/shell/tray-host.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { run } from '../../support/processes.ts';
import { hasBus, sessionBus } from '../../support/session-bus.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A folder of programs with only this one in it. */
async function only(program: string): Promise<string> {
  const folder = join(await temporaryFolder(), program);
  await mkdir(folder);
  const path = (await run('which', [program])).stdout.trim();
  if (path !== '') await symlink(path, join(folder, program));
  return folder;
}

test.skipIf(!hasBus()).each(['gdbus', 'busctl', 'dbus-send'])(
  '%s asks a desktop with a tray, and one without',
  async (program) => {
    const PATH = await only(program);
    const [shows, none] = await Promise.all([sessionBus(), sessionBus({ tray: false })]);
    afterThisTest(() => {
      shows.end();
      none.end();
    });
    const asked = (address: string) => hasTray('linux', { PATH, DBUS_SESSION_BUS_ADDRESS: address });
    expect([await asked(shows.address), await asked(none.address)]).toEqual([true, false]);
  },
);

test('without a bus, or without a program that asks, there is none', async () => {
  expect(await hasTray('linux', { PATH: process.env['PATH'], DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' })).toBe(
    false,
  );
  expect(await hasTray('linux', { PATH: await temporaryFolder() })).toBe(false);
});

test.each(['darwin', 'win32'] as const)('%s always has one', async (platform) => {
  expect(await hasTray(platform, {})).toBe(true);
});
