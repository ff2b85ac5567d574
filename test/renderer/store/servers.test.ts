// @vitest-environment node
import { expect, test } from 'vitest';
import { textIn } from '../../../renderer/i18n/text.tsx';
import { serverLabels } from '../../../renderer/lib/server-label.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { type Answers, fakeBridge, refuse } from '../../support/bridge.ts';
import { attachedServer, serverInfo, serverStatus } from '../../support/samples.ts';

const setup = async (answers: Answers = {}) => {
  const bridge = fakeBridge({ 'servers.list': () => [serverInfo(), attachedServer()], ...answers });
  useStore.getState().pullServers();
  await bridge.frame();
  bridge.said();
  return { ...bridge, ...useStore.getState(), servers: () => useStore.getState().servers };
};

test('one that is asked for is in flight at a time, and rows that say the same stay the same', async () => {
  const { servers, pullServers, frame, said } = await setup({
    'servers.list': () => [serverInfo({ echo: null, countedAt: 0 })],
  });
  const [before] = servers().list;
  pullServers();
  pullServers();
  await frame();
  expect([said(), servers().list[0] === before]).toEqual([[['servers.list', undefined]], true]);
});

test('the first server is started and stopped by its own calls, others by theirs', async () => {
  const { switchServer, retryServer, said } = await setup({
    'server.start': () => serverStatus(),
    'server.stop': () => serverStatus({ state: 'stopped' }),
    'servers.switch': ({ on }) => attachedServer({ state: on ? 'starting' : 'stopped' }),
    'servers.retry': () => undefined,
  });
  await switchServer('local', false);
  await retryServer('local');
  await switchServer('staging', false);
  await retryServer('staging');
  expect(said()).toEqual([
    ['server.stop', undefined],
    ['server.start', {}],
    ['servers.switch', { id: 'staging', on: false }],
    ['servers.retry', { id: 'staging' }],
  ]);
});

test('what the engine says of a server holds at once', async () => {
  const { lockServer, askUnlock, servers } = await setup({
    'servers.unlock': ({ unlocked }) => attachedServer({ locked: !unlocked }),
  });
  askUnlock('staging');
  await lockServer('staging', false);
  expect([servers().unlocking, servers().list.map(({ locked }) => locked)]).toEqual([null, [false, false]]);
});

test('a server that was removed comes back as it was, and chosen where it was', async () => {
  const { server } = attachedServer();
  const { removeServer, openServer, servers, said } = await setup({
    'servers.remove': () => ({ server, at: 1 }),
    'servers.add': () => attachedServer(),
  });
  openServer('staging');
  await removeServer('staging');
  expect([servers().chosen, servers().list.map(({ id }) => id)]).toEqual([null, ['local']]);
  useStore.getState().app.notice?.undo?.();
  await new Promise((done) => setTimeout(done));
  expect([servers().chosen, servers().list.map(({ id }) => id)]).toEqual(['staging', ['local', 'staging']]);
  expect(said()).toEqual([
    ['servers.remove', { id: 'staging' }],
    ['servers.add', { id: 'staging', server, at: 1 }],
  ]);
});

test('one that cannot be removed stays, and why is said', async () => {
  const { removeServer, servers } = await setup({ 'servers.remove': () => refuse('server-unknown') });
  await removeServer('staging');
  expect([servers().list.length, useStore.getState().app.problem?.code]).toEqual([2, 'server-unknown']);
});

test('a column sorts by what matters first, then the other way, then not at all', async () => {
  const { sortServers, servers } = await setup();
  const order = (sort: 'queued' | 'label') => {
    sortServers(sort);
    return [servers().sort, servers().descending];
  };
  expect((['queued', 'queued', 'queued', 'label', 'label', 'label'] as const).map(order)).toEqual([
    ['queued', true],
    ['queued', false],
    [null, false],
    ['label', false],
    ['label', true],
    [null, false],
  ]);
});

test('a server is called by its label, whether it is known by its id or its address', () => {
  const { t } = textIn('zh');
  const { label, colour } = serverLabels([serverInfo(), attachedServer()], t);
  expect(['local', 'embedded', '127.0.0.1:4730', 'staging', 'jobs.example:4730', 'gone:1'].map(label)).toEqual([
    ...['本机', '本机', '本机', 'staging', 'staging', 'gone:1'],
  ]);
  expect(['staging', 'gone:1'].map(colour)).toEqual(['red', 'none']);
});
