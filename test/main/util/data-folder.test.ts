import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolder } from '../../../main/util/data-folder.ts';

test.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
  ['darwin', {}, join(homedir(), 'Library', 'Application Support', 'Gearbench')],
  ['linux', {}, join(homedir(), '.config', 'Gearbench')],
  ['linux', { XDG_CONFIG_HOME: '/config' }, join('/config', 'Gearbench')],
  ['win32', { APPDATA: '/roaming' }, join('/roaming', 'Gearbench')],
  ['win32', {}, join(homedir(), 'AppData', 'Roaming', 'Gearbench')],
  ['darwin', { GEARBENCH_DATA: '/elsewhere' }, '/elsewhere'],
  ['linux', { GEARBENCH_DATA: '', XDG_CONFIG_HOME: '/config' }, join('/config', 'Gearbench')],
])('on %s with %o', (platform, environment, folder) => {
  expect(dataFolder(environment, platform)).toBe(folder);
});
