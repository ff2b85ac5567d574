import { act, screen } from '@testing-library/react';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Why } from '../../../../main/contract/why.ts';
import { WhyWaiting } from '../../../../renderer/features/why/WhyWaiting.tsx';
import { useText } from '../../../../renderer/i18n/text.tsx';
import { useNow } from '../../../../renderer/lib/live.ts';
import { fakeBridge } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { key } from '../../../support/samples.ts';

const silent: Why = {
  ...{ kind: 'silent', function: 'wc', other: null, until: null, higher: 0, servers: [], otherWorkers: 0, more: false },
  ahead: { high: 0, normal: 0, low: 0 },
  workers: [{ name: 'wc-1', connection: 1, state: 'silent', since: 0, handle: null, does: null }],
};

/** The wait as the rest of the inspector has it. */
function Beside() {
  const { span } = useText();
  return <output>{span(useNow(1000))}</output>;
}

test('a time in the reason is that of the rest of the inspector, also where the reason comes anew between two ticks', async () => {
  vi.useFakeTimers({ now: 0, toFake: ['Date', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { emit, frame } = fakeBridge({ 'jobs.why': () => ({ ...silent }) });
  await act(async () => {
    show(
      <>
        <Beside />
        <WhyWaiting job={key} />
      </>,
    );
  });
  await act(frame);
  await act(async () => void vi.advanceTimersByTime(1900));
  vi.setSystemTime(2100);
  await act(async () => emit('tick', { jobs: 1 }));
  await act(frame);
  expect(screen.getByText('1 s', { selector: 'output' })).toBeTruthy();
  expect(screen.getByRole('region').textContent).not.toContain('2 s');
  expect(screen.getByRole('region').textContent).toContain('1 s');
});
