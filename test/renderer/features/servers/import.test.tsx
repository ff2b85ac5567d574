import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ServerImport } from '../../../../main/contract/servers.ts';
import { ServerImportSheet } from '../../../../renderer/features/servers/ServerImportSheet.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { attachedServer, serverInfo } from '../../../support/samples.ts';

const offer: ServerImport = {
  file: '.env',
  offers: [
    { label: 'GEARMAN_HOST', address: 'jobs.example:4730', tls: false, from: 'GEARMAN_HOST', line: 3 },
    { label: 'b', address: 'b:4731', tls: true, from: 'SERVERS', line: null },
  ],
  misread: [{ from: 'OTHER', line: 7, text: 'x:y', why: 'no-port', values: {} }],
};

async function open(answer: ServerImport | null) {
  const bridge = fakeBridge({
    'servers.list': () => [serverInfo(), attachedServer()],
    'servers.readImport': () => answer,
    'servers.add': () => attachedServer(),
  });
  useStore.getState().pullServers();
  await bridge.frame();
  await act(async () => show(<ServerImportSheet />));
  await act(() => useStore.getState().readServers());
  bridge.said();
  return bridge;
}

test('servers of a file are a choice, those of the list are not chosen, and what was not understood is said', async () => {
  const { said } = await open(offer);
  const boxes = () => screen.getAllByRole('checkbox').map((box) => [box.textContent, box.getAttribute('aria-checked')]);
  expect(boxes()).toEqual([
    ['GEARMAN_HOST · jobs.example:4730', 'false'],
    ['b · b:4731', 'true'],
  ]);
  const text = screen.getByRole('dialog').textContent;
  expect(text).toContain('GEARMAN_HOST, line 3 · in the list already');
  expect(text).toContain('OTHER, line 7: x:y (a port is 1 to 65535)');
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Attach to 1 server' })));
  expect(said()).toEqual([
    [
      'servers.add',
      {
        server: {
          ...{ kind: 'attached', label: 'b', colour: 'none', group: '', on: true, address: 'b:4731', every: 2 },
          tls: { ca: null, certificate: null, key: null },
        },
      },
    ],
  ]);
  const { app, serverImport } = useStore.getState();
  expect([app.screen, app.notice?.kind, app.notice?.count, serverImport]).toEqual([
    'servers',
    'servers-added',
    1,
    null,
  ]);
});

test('where no file was chosen nothing opens', async () => {
  await open(null);
  expect(screen.queryByRole('dialog')).toBe(null);
});
