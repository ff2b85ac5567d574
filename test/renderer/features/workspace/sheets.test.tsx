import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ExportSheet } from '../../../../renderer/features/workspace/ExportSheet.tsx';
import { ImportSheet } from '../../../../renderer/features/workspace/ImportSheet.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { wc, workspace } from '../../../support/samples.ts';

const other = { ...wc, name: 'other' };

async function importing() {
  const bridge = fakeBridge({
    'workspace.get': () => workspace(),
    'workspace.readImport': () => ({ file: 'them.txt', functions: [wc, other] }),
    'workspace.import': () => workspace(),
    'functions.list': () => [],
  });
  await useStore.getState().pullWorkspace();
  await useStore.getState().readImport();
  show(<ImportSheet />);
  const button = () => screen.getByRole<HTMLButtonElement>('button', { name: /^Import/ });
  bridge.said();
  return { ...bridge, button };
}

test('of what another file offers the new is imported, and what is there already is skipped', async () => {
  const { said, button } = await importing();
  expect(button().textContent).toBe('Import 1 function');
  await act(async () => fireEvent.click(button()));
  expect(said()[0]).toEqual(['workspace.import', [{ definition: other, replace: false }]]);
  expect(screen.queryByRole('dialog')).toBe(null);
});

test('of a function that is exported from its menu only that one is chosen, and all of them by one click', async () => {
  fakeBridge({ 'workspace.get': () => workspace({ functions: [wc, other] }) });
  await useStore.getState().pullWorkspace();
  useStore.getState().askExportOf(['other']);
  show(<ExportSheet />);
  const chosen = () => screen.getAllByRole('checkbox').map((box) => box.getAttribute('aria-checked'));
  expect(chosen()).toEqual(['false', 'false', 'true']);
  await act(async () => fireEvent.click(screen.getByRole('checkbox', { name: 'All functions' })));
  expect([chosen(), screen.getByRole('button', { name: 'Export 2 functions' }).textContent]).toEqual([
    ['true', 'true', 'true'],
    'Export 2 functions',
  ]);
});

test('the chosen functions are exported, and it is said where to', async () => {
  const { said } = fakeBridge({
    'workspace.get': () => workspace({ functions: [wc, other] }),
    'workspace.export': () => 'part.gearbench.json',
  });
  await useStore.getState().pullWorkspace();
  useStore.getState().showWorkspaceSheet('export');
  show(<ExportSheet />);
  fireEvent.click(screen.getByRole('checkbox', { name: 'wc' }));
  said();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Export 1 function' })));
  expect([said(), useStore.getState().app.notice, screen.queryByRole('dialog')]).toMatchObject([
    [['workspace.export', { names: ['other'] }]],
    { kind: 'functions-exported', name: 'part.gearbench.json' },
    null,
  ]);
});
