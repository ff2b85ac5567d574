import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { encode } from '../../main/protocol/codec.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { gearbench } from '../support/command-line.ts';
import { freePort } from '../support/free-port.ts';
import { bytes } from '../support/packets.ts';
import { peerOf } from '../support/peer.ts';

test('who sends a byte per second is served; who stops in the middle for two is not waited for', async () => {
  const port = await freePort();
  const { says, end } = await gearbench(['serve', '--port', String(port), '--limit', 'unfinished=2'], afterThisTest);
  await says('Gearman job server');
  const [slow, line, stopped, silent] = await Promise.all([1, 2, 3, 4].map(() => peerOf({ port })));
  if (!slow || !line || !stopped || !silent) throw new Error('not all came');
  const echo = encode({ name: 'ECHO_REQ', data: bytes('s') }, 'REQ');
  const ask = bytes('verbose\n');
  stopped.write(echo.subarray(0, 5));
  for (const [second, byte] of echo.entries()) {
    slow.write(Buffer.from([byte]));
    if (second < ask.length) line.write(ask.subarray(second, second + 1));
    if (second < echo.length - 1) await pause(1000);
  }
  expect([await slow.hears(), await line.hears()]).toEqual([['ECHO_RES s'], ['OK ERROR']]);
  expect(await stopped.hearsTheEnd()).toEqual([]);
  silent.write(echo);
  expect(await silent.hears()).toEqual(['ECHO_RES s']); // between messages there is all the time of the world
  expect((await end()).err).toMatch(
    /^gearbench: Connection \d+ from \S+ was closed: it stopped in the middle .* 2 s\.\n$/,
  );
});
