import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { loginShellOf } from '../../../main/util/login-shell.ts';

const of = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = 'darwin', user: string | null = '/bin/zsh') =>
  loginShellOf(environment, platform, () => user);

test('what no terminal started asks the shell of the user database, else that of SHELL', () => {
  expect(of({ PATH: '/usr/bin', SHELL: '/bin/bash' })).toBe('/bin/zsh');
  expect(of({ TERM: 'dumb' }, 'linux')).toBe('/bin/zsh');
  expect([of({ SHELL: '/bin/bash' }, 'linux', null), of({ SHELL: '/bin/bash' }, 'linux', '')]).toEqual([
    '/bin/bash',
    '/bin/bash',
  ]);
  expect(loginShellOf({}, 'linux')).toBe(userInfo().shell);
});

test.each<[string, string | undefined]>([
  ['what a terminal started has its PATH already', of({ TERM: 'xterm-256color', SHELL: '/bin/zsh' })],
  ['Windows has one PATH', of({}, 'win32')],
  ['nobody is without a shell', of({}, 'linux', null)],
  ['some are not to have one', of({ SHELL: '/bin/bash' }, 'linux', '/usr/sbin/nologin')],
  ['nor these', of({}, 'linux', '/bin/false')],
])('no shell is asked: %s', (_why, shell) => {
  expect(shell).toBe(undefined);
});
