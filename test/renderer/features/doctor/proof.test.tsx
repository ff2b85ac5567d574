import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ProofPacket, Scan, ShownFinding } from '../../../../main/contract/doctor.ts';
import { DoctorScreen } from '../../../../renderer/features/doctor/DoctorScreen.tsx';
import type { Language } from '../../../../renderer/i18n/text.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { type Answers, fakeBridge, settled } from '../../../support/bridge.ts';
import { copied, show } from '../../../support/in-window.tsx';
import { packetWindow, serverStatus } from '../../../support/samples.ts';
import { scanOf } from '../../../support/scans.ts';

const PACKETS: readonly ProofPacket[] = [
  {
    ...{ seq: 40, after: 0, connection: 5, direction: 'in', party: 'client', family: 'submission', size: 40 },
    ...{ type: 'SUBMIT_JOB', content: 'gearbench-proof-1 hello' },
  },
  {
    ...{ seq: 41, after: 2.34, connection: 5, direction: 'out', party: 'client', family: 'terminal', size: 30 },
    ...{ type: 'WORK_COMPLETE', content: 'olleh' },
  },
];
const FINDING: ShownFinding = {
  ...{
    check: 'E2E-02',
    group: 'proof',
    state: 'pass',
    text: 'E2E-02.works',
    values: { version: '2.1.0', ms: 3 },
    fixes: [],
  },
  evidence: [{ kind: 'packets', name: 'gearbench-proof-1', packets: PACKETS }],
};
const proven = (scan: Scan): Scan => ({
  ...scan,
  summary: { text: 'summary.proven', values: { version: '2.1.0', php: '8.2.36', ms: 3 } },
  findings: [...scan.findings, FINDING],
});

/** The screen in front of a described computer that was scanned, with a server that runs or does not. */
async function screenOf(name: string, more: Answers = {}, { serves = true, language = 'en' as Language } = {}) {
  const scan = await scanOf(name);
  const bridge = fakeBridge({
    'doctor.scan': () => scan,
    'doctor.run': () => null,
    'doctor.prove': () => proven(scan),
    ...more,
  });
  act(() => useStore.setState({ server: serverStatus({ state: serves ? 'running' : 'stopped' }) }));
  show(<DoctorScreen />, language);
  await act(settled);
  bridge.said();
  return { ...bridge, scan };
}
const click = (name: RegExp | string) =>
  act(async () => {
    fireEvent.click(screen.getAllByRole('button', { name })[0] as HTMLElement);
    await settled();
  });
const main = () => screen.getByRole('region', { name: /PHP/ });

test('before a proof its group says what it would do; one click does it', async () => {
  const { said, scan } = await screenOf('Debian, all well');
  expect(main().textContent).toContain('End-to-endnot tried yet');
  expect(main().textContent).toContain('the client submits “hello”, and “olleh” is to come back.');
  await click('Prove it');
  expect(said()).toEqual([['doctor.prove', { php: scan.php }]]);
  expect(screen.getByRole('heading', { level: 2, name: /works/ }).textContent).toBe(
    'gearman 2.1.0 works in PHP 8.2.36: verified with a real job, 3 ms.',
  );
  const groups = screen.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent);
  expect(groups[0]).toBe('End-to-end1 passed');
  expect(main().textContent).not.toContain('not tried yet');
  expect(screen.getByRole('button', { name: 'Prove it again' })).toBeDefined();
});

test('in Chinese the sentence is Chinese', async () => {
  await screenOf('Debian, all well', {}, { language: 'zh' });
  await click('验证');
  expect(screen.getByRole('heading', { level: 2, name: /工作正常/ }).textContent).toBe(
    'PHP 8.2.36 中的 gearman 2.1.0 工作正常：已用真实任务验证，3 毫秒。',
  );
});

test('its packets are evidence: who said what to whom, to be copied and shown among the others', async () => {
  const { said } = await screenOf('Debian, all well', {
    'packets.window': () => packetWindow(),
    'captures.leave': () => false,
  });
  await click('Prove it');
  const check = screen.getByRole('article', { name: 'A job through the extension' });
  const rows = within(check).getAllByRole('row', { hidden: true });
  expect(rows.map((row) => [...row.querySelectorAll('td')].map(({ textContent }) => textContent))).toEqual([
    ['0 µs', '#5', 'client → server', 'SUBMIT_JOB', '… hello'],
    ['2.3 ms', '#5', 'server → client', 'WORK_COMPLETE', 'olleh'],
  ]);
  const texts = copied();
  fireEvent.click(within(check).getByRole('button', { name: 'Copy the evidence', hidden: true }));
  expect(texts).toEqual(['0.0 ms #5 -> SUBMIT_JOB gearbench-proof-1 hello\n2.3 ms #5 <- WORK_COMPLETE olleh']);
  said();
  fireEvent.click(within(check).getByRole('button', { name: 'Show in Traffic', hidden: true }));
  await settled();
  const { app, traffic } = useStore.getState();
  expect([app.screen, traffic.filter, traffic.probes]).toEqual(['traffic', 'gb.who == "gearbench-proof-1"', true]);
});

test('while it goes on it says so and can be cancelled; then all is as before', async () => {
  const ended = Promise.withResolvers<null>();
  const { said } = await screenOf('Debian, all well', {
    'doctor.prove': () => ended.promise,
    'doctor.cancel': () => ended.resolve(null),
  });
  await click('Prove it');
  expect(screen.getByRole('status').textContent).toBe('Doing a real job in PHP');
  expect(screen.getByRole('button', { name: /^Scan again/ })).toHaveProperty('disabled', true);
  said();
  await click('Cancel');
  expect(said()).toEqual([['doctor.cancel', undefined]]);
  expect(screen.queryByRole('status')).toBe(null);
  expect(screen.getByRole('button', { name: 'Prove it' })).toBeDefined();
});

test('a proof that is overtaken by a scan of another PHP is not shown', async () => {
  const late = Promise.withResolvers<Scan | null>();
  const { scan } = await screenOf('Debian, all well', { 'doctor.prove': () => late.promise });
  await click('Prove it');
  await act(() => useStore.getState().scanPhp(scan.php));
  late.resolve(proven(scan));
  await act(settled);
  expect(useStore.getState().doctor.scan?.summary.text).toBe('summary.works');
});

test('without a server the button starts one, and looks again; so does that of what found none', async () => {
  const { said, scan } = await screenOf(
    'Debian without a server',
    { 'server.start': () => serverStatus({ state: 'running' }) },
    { serves: false },
  );
  expect(screen.queryByRole('button', { name: 'Prove it' })).toBe(null);
  const check = screen.getByRole('article', { name: 'Extension reaches it' });
  expect(check.textContent).toContain('PHP calls this “Failed to set exception option”');
  await act(async () => {
    fireEvent.click(within(check).getByRole('button', { name: 'Start server' }));
    await settled();
  });
  expect(said()).toEqual([
    ['server.start', {}],
    ['doctor.scan', { php: scan.php }],
  ]);
  expect(screen.getByRole('button', { name: 'Prove it' })).toBeDefined();
  expect(within(check).queryByRole('button', { name: 'Start server' })).toBe(null);
});

test('a PHP that does not run cannot be proven', async () => {
  await screenOf('a PHP that hangs');
  expect(screen.queryByRole('button', { name: 'Prove it' })).toBe(null);
  expect(main().textContent).not.toContain('End-to-end');
});
