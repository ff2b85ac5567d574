// @vitest-environment node
import { expect, test } from 'vitest';
import type { Scan } from '../../../main/contract/doctor.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { fakeBridge, refuse } from '../../support/bridge.ts';
import { scanOf } from '../../support/scans.ts';

const doctor = () => useStore.getState().doctor;

test('of two scans the newer one is shown, whichever ends first', async () => {
  const found = await scanOf('macOS 11 with Apple’s PHP beside Homebrew’s');
  const other: Scan = { ...found, php: found.phps[1]?.path ?? null };
  const late = Promise.withResolvers<Scan | null>();
  fakeBridge({ 'doctor.scan': ({ php }) => (php === null ? late.promise : other) });
  const first = useStore.getState().scanPhp(null);
  await useStore.getState().scanPhp(other.php);
  late.resolve(found);
  await first;
  expect([doctor().scan?.php, doctor().selected, doctor().scanning]).toEqual([other.php, other.php, false]);
});

test('a scan that is cancelled or refused leaves what was found before, and its PHP chosen', async () => {
  const found = await scanOf('Debian, all well');
  const bridge = fakeBridge({ 'doctor.scan': () => found });
  await useStore.getState().scanPhp(null);
  bridge.answers['doctor.scan'] = () => null;
  await useStore.getState().scanPhp('/opt/php');
  expect([doctor().scan, doctor().selected]).toEqual([found, found.php]);
  bridge.answers['doctor.scan'] = () => refuse('file-missing', 'No.', { path: '/opt/php' });
  await useStore.getState().scanPhp('/opt/php');
  expect([doctor().scan, doctor().scanning]).toEqual([found, false]);
  expect(useStore.getState().app.problem?.code).toBe('file-missing');
});

test('the way that was chosen is kept by the next scan of the same PHP while it is open', async () => {
  const found = await scanOf('Homebrew’s PHP without gearman, no tap, no tools');
  const bridge = fakeBridge({ 'doctor.scan': () => found });
  await useStore.getState().scanPhp(null);
  useStore.getState().chooseWay('drop-in');
  await useStore.getState().scanPhp(found.php);
  expect(doctor().way).toBe('drop-in');
  bridge.answers['doctor.scan'] = () => ({ ...found, plans: [] });
  await useStore.getState().scanPhp(found.php);
  expect(doctor().way).toBe(null);
});

test('nothing is asked of the engine where no scan goes on', async () => {
  const { said, frame } = fakeBridge();
  useStore.getState().pullScan();
  await useStore.getState().cancelScan();
  await frame();
  expect(said()).toEqual([]);
});
