import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { STARTERS, type StarterId } from '../../main/contract/functions.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { engineOf } from '../support/engine.ts';
import { mustBe } from '../support/peers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const missing = async (path: string) => {
  const { call } = await engineOf({ environment: { PATH: path } });
  const all = await call('functions.starters', undefined);
  return Object.fromEntries(all.map((starter) => [starter.id, starter.missing]));
};

/** An endpoint that answers with what it was sent, in capitals. */
async function endpoint(): Promise<string> {
  const server = createServer((request, response) => {
    request.setEncoding('utf8');
    let body = '';
    request.on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => response.end(`${request.method} ${body.toUpperCase()}`));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterThisTest(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test.for<[StarterId, string, string]>([
  ['wc', 'a\nb\n', '2\n'],
  ['upper', 'shout\n', 'SHOUT\n'],
  ['sort', 'b\na\n', 'a\nb\n'],
  ['python', '北京 abc\n', 'cba 京北\n'],
  ['node', '北京 abc\n', 'cba 京北\n'],
  ['perl', 'Gearman\n', 'namraeG\n'],
  ['php', 'Gearman\n', 'namraeG\n'],
  ['php-worker', 'Gearman\n', 'namraeG\n'],
  ['http', 'hello', 'POST HELLO'],
])('the starter %s does what it says, as it is', async ([id, workload, result], { skip }) => {
  const { call, define, reaches } = await engineOf();
  await call('server.start', {});
  const starter = (await call('functions.starters', undefined)).find((each) => each.id === id);
  if (starter === undefined || starter.definition.command.kind !== 'argv') throw new Error(`no starter ${id}`);
  if (!mustBe(starter.missing === null, `what ${id} needs must be installed here`)) skip(`${id}: ${starter.missing}`);
  const { name, command, ...more } = starter.definition;
  const argv = id === 'http' ? [...command.argv.slice(0, -1), await endpoint()] : command.argv;
  await define(name, { kind: 'argv', argv }, more);
  await call('workers.start', { name });
  const submitted = await call('workload.submit', { function: name, workload: { kind: 'text', text: workload } });
  const { result: answer } = await reaches(submitted.id, 'done');
  expect(Buffer.from(answer.bytes ?? []).toString()).toBe(result);
});

test('what is not installed is said, of PHP its extension too', async () => {
  const folder = await temporaryFolder();
  const all = Object.fromEntries(STARTERS.map((id) => [id, 'program']));
  expect(await missing(folder)).toEqual(all);
  await writeFile(join(folder, 'php'), '#!/bin/sh\nexit 1\n');
  await chmod(join(folder, 'php'), 0o755);
  expect(await missing(folder)).toEqual({ ...all, php: null, 'php-worker': 'extension' });
});
