import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { FaultBanner } from '../../../renderer/features/frame/FaultBanner.tsx';
import { ReportSheet } from '../../../renderer/features/report/ReportSheet.tsx';
import { useStore } from '../../../renderer/store/index.ts';
import { Fallback } from '../../../renderer/ui/Fallback.tsx';
import { fakeBridge, settled } from '../../support/bridge.ts';
import { show } from '../../support/in-window.tsx';

test('the newest thing that broke is said until it is dismissed', async () => {
  let faults = [
    { id: 2, kind: 'window' as const, at: 2, times: 1 },
    { id: 1, kind: 'engine' as const, at: 1, times: 3 },
  ];
  fakeBridge({
    'faults.list': () => faults,
    'faults.dismiss': ({ id }) => {
      faults = faults.filter((fault) => fault.id !== id);
    },
  });
  show(<FaultBanner />);
  await screen.findByText(/^The window stopped and was loaded again\./);
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  await settled();
  await useStore.getState().pullFaults();
  await screen.findByText(/^Something in Gearbench failed that should not\./);
});

test('a report that is closed before it was made does not come back', async () => {
  let make = (_: string) => {};
  fakeBridge({ 'report.make': () => new Promise<string>((resolve) => (make = resolve)) });
  show(<ReportSheet />);
  void useStore.getState().openReport();
  await screen.findByText('Gathering…');
  expect(screen.getByRole('button', { name: 'Copy the report' }).hasAttribute('disabled')).toBe(true);
  useStore.getState().closeReport();
  make('late');
  await settled();
  expect(screen.queryByRole('dialog')).toBe(null);
});

let drawable = false;

function Screen() {
  if (!drawable) throw new Error('no such thing');
  return <p>drawn</p>;
}

test('what cannot be drawn is told, and can be drawn again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {}); // React says it there
  const told: string[] = [];
  fakeBridge({ 'faults.tell': ({ message }) => void told.push(message) });
  show(
    <Fallback>
      <Screen />
    </Fallback>,
  );
  await screen.findByText('This screen could not be drawn');
  expect(told).toEqual(['no such thing']);
  drawable = true;
  fireEvent.click(screen.getByRole('button', { name: 'Draw it again' }));
  await screen.findByText('drawn');
});
