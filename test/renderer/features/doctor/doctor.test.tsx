import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { DoctorScreen } from '../../../../renderer/features/doctor/DoctorScreen.tsx';
import { Sidebar } from '../../../../renderer/features/frame/Sidebar.tsx';
import type { Language } from '../../../../renderer/i18n/text.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { copied, show } from '../../../support/in-window.tsx';
import { doctorOf, scanOf } from '../../../support/scans.ts';

/** The screen in front of a described computer, scanned. */
async function screenOf(name: string, language: Language = 'en') {
  const handlers = doctorOf(name);
  const bridge = fakeBridge({ ...(handlers as Parameters<typeof fakeBridge>[0]), 'servers.list': () => [] });
  const view = show(<DoctorScreen />, language);
  const done = () => act(() => scanned());
  await done();
  return { ...bridge, view, done };
}

async function scanned(): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 10));
  while (useStore.getState().doctor.scanning);
  await settled();
}

const group = (name: RegExp) => screen.getByRole('button', { name });
const plan = () => screen.getByRole('complementary', { name: 'Plan' });

test('the sentence that matters comes first, then groups with their counts; what is amiss is open', async () => {
  await screenOf('the line is commented');
  expect(screen.getAllByRole('heading').map(({ textContent }) => textContent)).toContain(
    'gearman is not loaded in PHP 8.3.12 (Homebrew · arm64).',
  );
  expect(screen.getByText('One thing to look at.')).toBeDefined();
  expect(group(/^Configuration 1 failed/).getAttribute('aria-expanded')).toBe('true');
  expect(group(/^Toolchain/).getAttribute('aria-expanded')).toBe('false');
  const check = screen.getByRole('article', { name: 'extension=gearman' });
  expect(within(check).getByRole('heading').textContent).toBe('failedextension=gearman');
  expect(check.textContent).toContain('would load it, but a ; stands before it.');
  expect(check.textContent).toContain('Without this line the extension is not loaded.');
});

test('evidence is open where a check failed, and is copied with file and line', async () => {
  await screenOf('the line is commented');
  const texts = copied();
  const check = screen.getByRole('article', { name: 'extension=gearman' });
  expect(check.querySelector('details')?.open).toBe(true);
  await act(async () =>
    fireEvent.click(within(check).getAllByRole('button', { name: 'Copy the evidence' })[0] as HTMLElement),
  );
  expect(texts[0]).toMatch(/20-gearman\.ini:1\n; extension=/);
});

test('pecl.php.net is asked at a click, and not before', async () => {
  const { done } = await screenOf('pecl.php.net that answers');
  await act(async () => fireEvent.click(group(/^PECL/)));
  await act(async () => fireEvent.click(group(/^Show \d+ passed/)));
  const check = () => screen.getByRole('article', { name: 'pecl.php.net' });
  expect(check().textContent).toContain('It was not asked');
  await act(async () => fireEvent.click(within(check()).getByRole('button', { name: 'Ask pecl.php.net now' })));
  await done();
  expect(check().textContent).not.toContain('It was not asked');
  expect(within(check()).queryByRole('button', { name: 'Ask pecl.php.net now' })).toBeNull();
});

test('a command that was run says how it ended', async () => {
  await screenOf('a PHP that hangs');
  const check = screen.getByRole('article', { name: 'PHP starts' });
  expect(check.querySelector('pre')?.textContent).toMatch(/^\$ \/opt.*\(did not end in time\)/);
});

test('steps of the plan tell effect, risk and undo, and their commands are copied', async () => {
  await screenOf('Homebrew’s PHP without gearman, no tap, no tools');
  const texts = copied();
  const steps = within(plan()).getAllByRole('listitem');
  expect(steps.map((step) => within(step).getByRole('heading').textContent)).toEqual([
    'Add the tap with extensions',
    'Install gearman for PHP 8.3',
  ]);
  expect(steps[0]?.textContent).toContain('changes packages');
  expect(steps[0]?.textContent).toContain('Undo: brew untap shivammathur/extensions');
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Copy the command of step 1' })));
  expect(texts).toEqual(['/opt/homebrew/bin/brew tap shivammathur/extensions']);
});

test('another way has other steps; lines that are written are shown with their file', async () => {
  await screenOf('Homebrew’s PHP without gearman, no tap, no tools');
  const texts = copied();
  act(() => useStore.getState().chooseWay('drop-in'));
  const [copy, line] = within(plan()).getAllByRole('listitem');
  expect(copy?.querySelector('pre')?.textContent).toMatch(/gearman\.php\n\+ .*Gearbench\.app\/gearman\.php$/);
  const text = line?.querySelector('pre')?.textContent?.split('\n+ ')[1];
  expect(text).toMatch(/^auto_prepend_file="\/Users\/ada\/php\/drop-in-\w{8}\/gearman\.php"$/);
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Copy the lines of step 2' })));
  expect(texts).toEqual([text]);
});

test('PHPs are listed with source, version, state and who uses them; keys choose one and look at it', async () => {
  const { said, done } = await screenOf('macOS 11 with Apple’s PHP beside Homebrew’s');
  const list = screen.getByRole('listbox', { name: 'PHP on this computer' });
  const options = () => within(list).getAllByRole('option');
  expect(options()[0]?.textContent).toMatch(/^PHP 8\.\d.*Homebrew · .*gearman 2\.1\.3 is loadedused by Terminal/);
  expect(options().map((option) => option.getAttribute('aria-selected'))).toEqual(['true', 'false']);
  said();
  fireEvent.keyDown(list, { key: 'ArrowDown' });
  expect(screen.queryByRole('complementary')).toBe(null); // the plan was another PHP's
  await done();
  expect(said()[0]).toEqual(['doctor.scan', { php: '/usr/bin/php' }]);
  expect(options()[1]?.getAttribute('aria-selected')).toBe('true');
});

test('what passed is shown on request; a group that was opened stays so while the screen is left', async () => {
  const { view } = await screenOf('Debian, all well');
  expect(screen.queryByRole('article')).toBe(null);
  fireEvent.click(group(/^Configuration/));
  expect(screen.getByRole('article', { name: 'extension=gearman' })).toBeDefined();
  view.unmount();
  show(<DoctorScreen />);
  expect(group(/^Configuration/).getAttribute('aria-expanded')).toBe('true');
  fireEvent.click(screen.getByRole('button', { name: /^Show \d+ passed/ }));
  expect(screen.getByRole('article', { name: 'PHP starts' })).toBeDefined();
  expect(screen.getByText('Nothing has to be done.')).toBeDefined();
});

test('the report is copied in English, whatever the window’s language, and it is said', async () => {
  await screenOf('Debian without php-gearman', 'zh');
  const texts = copied();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: '复制报告' })));
  expect(texts[0]).toMatch(/^gearman is not loaded in PHP/);
  expect(screen.getByRole('button', { name: '已复制' })).toBeDefined();
});

test('in Chinese all of it is Chinese', async () => {
  await screenOf('Debian without php-gearman', 'zh');
  expect(screen.getByRole('heading', { level: 2, name: /没有加载 gearman。$/ }).textContent).toContain('Linux 软件包');
  expect(screen.getByRole('complementary', { name: '修复方案' }).textContent).toContain('安装软件包 php8.2-gearman');
});

test('where there is no PHP it says so, and what one can do', async () => {
  await screenOf('a new Mac with nothing on it');
  expect(screen.getByText('No PHP found')).toBeDefined();
  expect(screen.queryByRole('listbox')).toBe(null);
  expect(screen.getByRole('button', { name: /^Scan again/ })).toBeDefined();
});

test('a first scan tells its stage, and can be cancelled and begun again', async () => {
  const found = await scanOf('Debian, all well');
  const first = Promise.withResolvers<null>();
  let answer: Promise<typeof found | null> = first.promise;
  const { frame } = fakeBridge({
    'doctor.scan': () => answer,
    'doctor.run': () => null,
    'doctor.progress': () => 'web',
    'doctor.cancel': () => first.resolve(null),
  });
  show(<DoctorScreen />);
  await act(frame);
  expect(screen.getByRole('status').textContent).toBe('Looking at web servers');
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Cancel' })));
  expect(screen.getByText('The scan was cancelled')).toBeDefined();
  answer = Promise.resolve(found);
  await act(async () => fireEvent.click(screen.getByRole('button', { name: /^Scan again/ })));
  expect(screen.getByRole('listbox')).toBeDefined();
});

test('the sidebar says how much there is to be looked at, and nothing where all is well', async () => {
  await screenOf('Debian without php-gearman');
  show(<Sidebar />);
  const item = screen.getByRole('button', { name: 'PHP Doctor' });
  expect([item.textContent, item.getAttribute('aria-description')]).toEqual(['PHP Doctor1', '1 thing to look at']);
  const well = await scanOf('Debian, all well');
  act(() => useStore.setState(({ doctor }) => ({ doctor: { ...doctor, scan: well } })));
  expect([item.textContent, item.getAttribute('aria-description')]).toEqual(['PHP Doctor', null]);
});
