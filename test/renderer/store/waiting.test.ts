// @vitest-environment node
import { expect, test } from 'vitest';
import { useStore } from '../../../renderer/store/index.ts';
import { fakeBridge } from '../../support/bridge.ts';
import { packetWindow, serverStatus } from '../../support/samples.ts';

test('packets of a connection are shown though the view was paused, and what is open is left and not closed', async () => {
  const { said } = fakeBridge({
    'packets.window': () => packetWindow(),
    'packets.find': () => null,
    'captures.leave': () => false,
  });
  const { openWaiting, pauseTraffic, showPacketsOf } = useStore.getState();
  useStore.setState({ server: serverStatus() });
  pauseTraffic();
  openWaiting();
  await showPacketsOf(5);
  const { app, waiting, traffic, server } = useStore.getState();
  expect([app.screen, waiting.open, traffic.pausedAt]).toEqual(['traffic', false, null]);
  expect(traffic.scope.connections).toEqual([{ server: 'local', run: server?.run, number: 5 }]);
  expect(said().map(([name]) => name)).toContain('captures.leave');
});
