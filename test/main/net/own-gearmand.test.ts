import { expect, test } from 'vitest';
import {
  isOwnGearmand,
  keeperInCgroup,
  keeperInLaunchctl,
  keeperOf,
  uidFromPs,
} from '../../../main/net/own-gearmand.ts';

/** Made up after the manual page, which tells of three columns: no Mac has printed it yet (docs/unseen.md). */
const LAUNCHCTL = [
  'PID\tStatus\tLabel',
  '-\t0\tcom.apple.SafariHistoryServiceAgent',
  '812\t0\thomebrew.mxcl.gearman',
  '813\t0\tcom.example.gearmand',
  '-\t-9\thomebrew.mxcl.redis',
  '990\t0\tapplication.com.apple.Terminal.1152921500311879682.1152921500311879687',
  '',
].join('\n');

test('what launchd started is started again, and the command that ends it depends on who set that up', () => {
  expect(keeperInLaunchctl(LAUNCHCTL, 812, 501)).toEqual({ by: 'Homebrew', command: 'brew services stop gearman' });
  expect(keeperInLaunchctl(LAUNCHCTL, 813, 501)).toEqual({
    by: 'launchd',
    command: 'launchctl bootout gui/501/com.example.gearmand',
  });
});

test('what was started by hand is not, nor a program of the desktop', () => {
  expect([81, 4711, 990].map((pid) => keeperInLaunchctl(LAUNCHCTL, pid, 501))).toEqual([null, null, null]);
});

test.each([
  ['0::/system.slice/gearman-job-server.service', 'sudo systemctl stop gearman-job-server.service'],
  [
    '0::/user.slice/user-1000.slice/user@1000.service/app.slice/gearmand.service',
    'systemctl --user stop gearmand.service',
  ],
  [
    '12:pids:/system.slice/gearmand@2.service\n1:name=systemd:/system.slice/gearmand@2.service',
    'sudo systemctl stop gearmand@2.service',
  ],
  ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn-1.scope', null],
  ['0::/system.slice/cron.service', null],
  ['0::/', null],
  ['', null],
])('a unit of systemd that is called for it: %j', (cgroup, command) => {
  expect(keeperInCgroup(`${cgroup}\n`)?.command ?? null).toBe(command);
});

test('whose a process is', () => {
  expect([uidFromPs('  501\n'), uidFromPs('')]).toEqual([501, Number.NaN]);
});

test('what is not called gearmand is none, whoever it belongs to; what is gone belongs to nobody', async () => {
  expect(await isOwnGearmand({ pid: process.pid, name: 'node' })).toBe(false);
  expect(await isOwnGearmand({ pid: process.pid, name: 'gearbench' })).toBe(false);
  expect(await isOwnGearmand({ pid: 2 ** 31 - 2, name: 'gearmand' })).toBe(false);
  expect(await isOwnGearmand({ pid: process.pid, name: 'gearmand' }, 'win32')).toBe(false);
  expect(await keeperOf(2 ** 31 - 2)).toBe(null);
});
