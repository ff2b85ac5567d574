// @vitest-environment node
import { expect, test } from 'vitest';
import { SavedWorkload } from '../../../main/contract/workspace.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { fakeBridge } from '../../support/bridge.ts';
import { workspace } from '../../support/samples.ts';

const one = SavedWorkload.parse({ name: 'one', function: 'wc', content: 'x' });

test('what was removed is not brought back into another workspace', async () => {
  let open = workspace({ path: '/a.gearbench.json', workloads: [one] });
  const { said } = fakeBridge({
    'workspace.get': () => open,
    'workspace.removeWorkload': () => ({ workload: one, at: 0 }),
    'workspace.saveWorkload': () => open,
  });
  const { pullWorkspace, takeWorkload, removeWorkload, bringWorkloadBack } = useStore.getState();
  await pullWorkspace();
  takeWorkload(one);
  expect(useStore.getState().library.current).toEqual({ name: 'one', folder: '' });
  open = { ...open, workloads: [] };
  await removeWorkload(one);
  expect(useStore.getState().library.removed?.workload).toEqual(one);
  open = workspace({ path: '/b.gearbench.json', workloads: [] });
  await pullWorkspace();
  said();
  await bringWorkloadBack();
  expect([said(), useStore.getState().library]).toEqual([[], { current: null, naming: false, removed: null, left: 0 }]);
});
