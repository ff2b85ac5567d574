import { expect, test } from 'vitest';
import { ServerWorkerQuery } from '../../../main/contract/servers.ts';
import { ServerWorkers } from '../../../main/insight/server-workers.ts';

const worker = (connection: number, clientId: string, ...functions: string[]) => ({
  connection,
  address: `10.0.0.${connection}`,
  clientId,
  functions,
});

test('workers of many servers, server by server; searched by their ids, addresses and functions', () => {
  const workers = new ServerWorkers();
  const tables = [
    { server: 'b', workers: [worker(9, 'photos', 'resize'), worker(2, '', 'crop', 'Ã\x9cbung')] },
    { server: 'a', workers: [worker(2, 'mail', 'send')] },
  ];
  const ask = (search: string, from = 0, count = 10) => {
    const query = ServerWorkerQuery.parse({ scope: { kind: 'all' }, search, from, count });
    const { total, rows } = workers.answer(tables, query);
    return [total, rows.map(({ server, connection }) => `${server} ${connection}`)];
  };
  expect(ask('')).toEqual([3, ['b 2', 'b 9', 'a 2']]);
  expect(ask('', 1, 1)).toEqual([3, ['b 9']]);
  expect(ask('PHOTOS')).toEqual([1, ['b 9']]);
  expect(ask('10.0.0.2')).toEqual([2, ['b 2', 'a 2']]);
  expect(ask('übung')).toEqual([1, ['b 2']]);
  expect(ask('photos\nresize')).toEqual([0, []]);
  tables[1] = { server: 'a', workers: [] };
  expect(ask('')).toEqual([2, ['b 2', 'b 9']]);
});
