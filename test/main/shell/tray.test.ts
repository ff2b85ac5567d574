import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import type { Glance } from '../../../main/contract/glance.ts';
import { textsFor } from '../../../main/shell/texts.ts';
import { nameOf, trayIcon, trayMenu, trayTip, trayTitle } from '../../../main/shell/tray-menu.ts';
import { wireOf } from '../../../main/util/wire.ts';

const en = textsFor('en', 'en');
const zh = textsFor('zh', 'en');
const AT_REST: Glance = {
  server: 'running',
  address: '127.0.0.1:4730',
  queued: 0,
  running: 0,
  queues: [],
  stuck: [],
  last: null,
};
const BUSY: Glance = {
  ...AT_REST,
  queued: 12_000,
  running: 2,
  queues: [
    { name: 'resize', queued: 11_999, running: 2 },
    { name: wireOf('发送'), queued: 1, running: 0 },
  ],
  stuck: [{ name: wireOf('发送'), queued: 1 }],
  last: 'resize',
};

const acts = {
  startServer: vi.fn(),
  stopServer: vi.fn(),
  copy: vi.fn(),
  submitAgain: vi.fn(),
  open: vi.fn(),
  openJobs: vi.fn(),
  openSettings: vi.fn(),
  quit: vi.fn(),
};

/** The menu as lines: what cannot be chosen in brackets, what is inside of another one behind `>`. */
function lines(glance: Glance, texts = en, platform: NodeJS.Platform = 'linux'): string[] {
  const line = ({ label = '—', enabled }: MenuItemConstructorOptions) => (enabled === false ? `(${label})` : label);
  return trayMenu(glance, texts, acts, platform).flatMap((item) => [
    line(item),
    ...((item.submenu ?? []) as MenuItemConstructorOptions[]).map((each) => `> ${line(each)}`),
  ]);
}

test('at rest', () => {
  expect(lines(AT_REST)).toEqual([
    '(Running at 127.0.0.1:4730)',
    '(0 running · 0 queued)',
    '—',
    'Stop job server',
    'Copy connection',
    '> Address: 127.0.0.1:4730',
    '> For gearman: -h 127.0.0.1 -p 4730',
    '(Submit the last job again)',
    'Queues',
    '> (No job waits or runs)',
    '—',
    'Open Gearbench',
    'Settings…',
    '—',
    'Quit Gearbench',
  ]);
});

test('with jobs, one of which nobody takes', () => {
  expect(lines(BUSY).slice(0, 12)).toEqual([
    '(Running at 127.0.0.1:4730)',
    '(2 running · 12,000 queued)',
    '(“发送” waits for a worker)',
    '—',
    'Stop job server',
    'Copy connection',
    '> Address: 127.0.0.1:4730',
    '> For gearman: -h 127.0.0.1 -p 4730',
    'Submit “resize” again',
    'Queues',
    '> resize: 2 running · 11,999 queued',
    '> 发送: 0 running · 1 queued',
  ]);
  expect(lines(BUSY, zh).slice(0, 3)).toEqual([
    '(运行中：127.0.0.1:4730)',
    '(2 个执行中 · 12,000 个排队中)',
    '(“发送”在等待 Worker)',
  ]);
});

test('a stopped server can be started, and nothing be submitted again', () => {
  const menu = lines({ ...AT_REST, server: 'stopped', last: 'wc' });
  expect(menu.slice(0, 3)).toEqual(['(The job server is stopped)', '—', 'Start job server']);
  expect(menu).toContain('(Submit “wc” again)');
});

test('each item does what it says', () => {
  const all = trayMenu(BUSY, en, acts, 'linux').flatMap((item) => [
    item,
    ...((item.submenu ?? []) as MenuItemConstructorOptions[]),
  ]);
  for (const { click } of all) (click as (() => void) | undefined)?.();
  const calls = Object.fromEntries(Object.entries(acts).map(([name, act]) => [name, act.mock.calls]));
  expect(calls).toEqual({
    startServer: [],
    stopServer: [[]],
    copy: [['127.0.0.1:4730'], ['-h 127.0.0.1 -p 4730']],
    submitAgain: [[]],
    open: [[]],
    openJobs: [[], []],
    openSettings: [[]],
    quit: [[]],
  });
  trayMenu({ ...AT_REST, server: 'failed' }, en, acts, 'linux')[2]?.click?.({} as never, undefined, {} as never);
  expect(acts.startServer).toHaveBeenCalledOnce();
});

test.each<[Partial<Glance>, string]>([
  [{}, 'running'],
  [{ server: 'stopped' }, 'stopped'],
  [{ server: 'starting' }, 'stopped'],
  [{ server: 'failed' }, 'stopped-attention'],
  [{ stuck: [{ name: 'wc', queued: 1 }] }, 'running-attention'],
])('%o is shown as %s', (glance, icon) => {
  expect(trayIcon({ ...AT_REST, ...glance })).toBe(icon);
});

test('the numbers stand beside the icon while there are any, and all is said when it is pointed at', () => {
  expect([trayTitle(AT_REST), trayTitle(BUSY)]).toEqual(['', '2·12000']);
  const stuck = ['a', 'b'].map((name) => ({ name, queued: 1 }));
  expect(trayTip({ ...BUSY, stuck }, en)).toBe(
    'Gearbench – Running at 127.0.0.1:4730 – 2 running · 12,000 queued – 2 functions wait for a worker',
  );
});

test('an address of IPv6 is given to gearman without its brackets', () => {
  expect(lines({ ...AT_REST, address: '[::1]:4731' })).toContain('> For gearman: -h ::1 -p 4731');
});

test('names that others chose cannot disturb the menu', () => {
  expect(nameOf(wireOf(`a\u202eb\n${'x'.repeat(100)}`))).toBe(`a�b�${'x'.repeat(36)}…`);
  const queues = [{ name: 'R&D', queued: 1, running: 0 }];
  expect(lines({ ...AT_REST, queues })).toContain('> R&&D: 0 running · 1 queued');
  expect(lines({ ...AT_REST, queues }, en, 'darwin')).toContain('> R&D: 0 running · 1 queued');
});
