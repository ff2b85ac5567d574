import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ServerDraft } from '../../../../main/contract/servers.ts';
import { ServerSheet } from '../../../../renderer/features/servers/ServerSheet.tsx';
import type { ServerFields } from '../../../../renderer/lib/server-draft.ts';
import { useStore } from '../../../../renderer/store/index.ts';
import { type Answers, fakeBridge, refuse } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { attachedServer, serverInfo } from '../../../support/samples.ts';

async function open(answers: Answers = {}, prefill: Partial<ServerFields> = {}) {
  let count = 0;
  const bridge = fakeBridge({
    'servers.list': () => [serverInfo(), attachedServer()],
    'servers.add': ({ server }) => {
      count += 1;
      return attachedServer({ id: `new-${count}`, server: server as ServerDraft });
    },
    ...answers,
  });
  useStore.getState().pullServers();
  await bridge.frame();
  useStore.getState().openServerSheet(prefill);
  await act(async () => show(<ServerSheet />));
  bridge.said();
  const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  const press = async (name: string) => {
    await act(async () => fireEvent.click(screen.getByRole('button', { name })));
    await act(bridge.frame);
  };
  const kind = (name: string) => act(() => fireEvent.click(screen.getByRole('radio', { name })));
  const added = () => bridge.said().flatMap(([name, input]) => (name === 'servers.add' ? [input] : []));
  return { ...bridge, type, press, kind, added };
}

test('an address is enough: the label is the address, and the sheet closes on the new server', async () => {
  const { type, press, added } = await open();
  type('Address', 'gearman://jobs.example');
  await press('Add server');
  expect(added()).toEqual([
    {
      server: {
        ...{ kind: 'attached', label: 'jobs.example:4730', colour: 'none', group: '', on: true },
        ...{ address: 'jobs.example:4730', tls: null, every: 2 },
      },
    },
  ]);
  const { serverSheet, servers, app } = useStore.getState();
  expect([serverSheet, servers.chosen, app.screen]).toEqual([null, 'new-1', 'servers']);
});

test('a list of addresses adds one server for each', async () => {
  const { type, press, added } = await open();
  type('Address', 'a:4730, b:4731');
  expect(screen.getByText('This adds 2 servers, one for each address.').tagName).toBe('P');
  await press('Add 2 servers');
  expect(added().map((input) => (input as { server: { address: string } }).server.address)).toEqual([
    'a:4730',
    'b:4731',
  ]);
});

test.each<[string, string, string]>([
  ['Address', '', 'Say where the server is.'],
  ['Address', 'a b:x', 'b:x: '],
  ['Look every', '0', 'From 0.5 to 300 seconds.'],
  ['Label', 'x'.repeat(61), 'At most 60 characters.'],
])('%s %j is refused at its field', async (label, value, fault) => {
  const { type, press, added } = await open();
  if (label !== 'Address') type('Address', 'a');
  type(label, value);
  await press('Add server');
  const field = screen.getByLabelText(label);
  const help = document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent;
  expect([field.getAttribute('aria-invalid'), help?.toLowerCase().includes(fault.toLowerCase())]).toEqual([
    'true',
    true,
  ]);
  expect(added()).toEqual([]);
});

test('a proxy before a server elsewhere is read-only at first, and takes a port that no server of the list has', async () => {
  const { type, press, kind, added } = await open();
  kind('Proxy');
  type('Upstream', '10.0.0.1');
  expect(screen.getByRole('checkbox', { name: 'Refuse submissions and changes' }).ariaChecked ?? 'true').toBe('true');
  await press('Add server');
  expect(added()).toMatchObject([{ server: { kind: 'proxy', port: 4731, readOnly: true, ownTls: null } }]);
});

test('a proxy before a server here is not', async () => {
  const { type, press, kind, added } = await open();
  kind('Proxy');
  type('Upstream', '127.0.0.1:4740');
  await press('Add server');
  expect(added()).toMatchObject([{ server: { readOnly: false } }]);
});

test('a trial tells the round trip and the version, or why there is none', async () => {
  const { type, press } = await open({
    'servers.try': ({ address }) =>
      address === 'a:4730'
        ? { milliseconds: 2, version: '1.1.20' }
        : refuse('connection-refused', 'No.', { address: String(address) }),
  });
  type('Address', 'a, b');
  await press('Try');
  expect(screen.getByRole('status').textContent).toBe(
    'a:4730 answers in 2.0 ms, version 1.1.20Nothing listens on b:4730. Start the server, or check the address.',
  );
  type('Address', 'c'); // what was said of others goes
  expect(screen.getByRole('status').textContent).toBe('');
});

test('a certificate and its key belong together', async () => {
  const { type, press, added } = await open();
  type('Address', 'a');
  fireEvent.click(screen.getByRole('checkbox', { name: 'Use TLS' }));
  type('Certificate', '/c.pem');
  await press('Add server');
  expect([screen.getByText('A certificate needs its key.').tagName, added()]).toEqual(['P', []]);
  type('Key', '/k.pem');
  await press('Add server');
  expect(added()).toMatchObject([{ server: { tls: { ca: null, certificate: '/c.pem', key: '/k.pem' } } }]);
});

test('a piece of a file that is pasted opens what it names, to choose from', async () => {
  const offers = [{ label: 'HOSTS', address: 'a:4730', tls: false, from: 'HOSTS', line: 1 }];
  await open({
    'servers.readText': ({ text }) => ({ file: null, offers: text.includes('HOSTS') ? offers : [], misread: [] }),
  });
  const paste = (text: string) =>
    act(async () => fireEvent.paste(screen.getByLabelText('Address'), { clipboardData: { getData: () => text } }));
  await paste('x=y');
  expect(useStore.getState().serverSheet?.fields.address).toBe('x=y');
  await paste('HOSTS=a');
  expect([useStore.getState().serverSheet, useStore.getState().serverImport?.offer.offers]).toEqual([null, offers]);
});

test('what the engine refuses is said in the sheet, which stays', async () => {
  const { type, press } = await open({
    'servers.add': () => refuse('file-unwritable', 'No.', { path: '/servers.json' }),
  });
  type('Address', 'a');
  await press('Add server');
  expect(screen.getByRole('alert').textContent).toContain('/servers.json');
});

test('a server that is changed keeps what is not touched', async () => {
  const { press, type, said } = await open({
    'servers.change': ({ server }) => attachedServer({ server: server as ServerDraft }),
  });
  act(() => useStore.getState().editServer('staging'));
  type('Label', 'production');
  await press('Save');
  const [change] = said();
  expect(change).toEqual([
    'servers.change',
    { id: 'staging', server: { ...attachedServer().server, label: 'production' } },
  ]);
});

test('of one of ours that is not to run any more it is said what ends with it', async () => {
  const second = serverInfo({ id: 'second', server: { ...serverInfo().server, label: 'Second' } });
  await open({ 'servers.list': () => [serverInfo(), second] });
  act(() => useStore.getState().editServer('second'));
  expect(screen.queryByText(/^Saving stops it/)).toBeNull();
  fireEvent.click(screen.getByRole('checkbox', { name: 'Run it whenever Gearbench runs' }));
  expect(screen.getByText('Saving stops it: jobs that it has in memory are lost.')).toBeDefined();
});

test('a copy is a new server with a port of its own', async () => {
  const { press, kind, added } = await open();
  act(() => useStore.getState().duplicateServer('local'));
  kind('Embedded');
  await press('Add server');
  expect(added()).toMatchObject([{ server: { kind: 'embedded', label: ':4731', port: 4731 } }]);
});

test('a file of TLS can be chosen, and one that was not chosen changes nothing', async () => {
  const answers = ['/etc/ssl/ca.pem', null];
  const { press } = await open({ 'servers.choosePem': () => answers.shift() ?? null });
  fireEvent.click(screen.getByRole('checkbox', { name: 'Use TLS' }));
  await press('Choose a file: Authority');
  await press('Choose a file: Authority');
  expect((screen.getByLabelText('Authority') as HTMLInputElement).value).toBe('/etc/ssl/ca.pem');
});
