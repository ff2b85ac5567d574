import { expect, test } from 'vitest';
import { hidingPings } from '../../../main/calls/doctor-pings.ts';
import { captureOf } from '../../support/capture.ts';
import { bytes } from '../../support/packets.ts';

test('the echoes of PHPs that the doctor asks are its own, and only those of this scan', async () => {
  const { ring, recorder, open, hear, hearText } = captureOf();
  const echo = (connection: number, text: string) => {
    open(connection);
    hear(connection, { name: 'ECHO_REQ', data: bytes(text) });
  };
  echo(1, 'gearbench');
  const done = await hidingPings({ ring, recorders: [recorder] }, async () => {
    hear(2, { name: 'OPTION_REQ', option: 'exceptions' });
    echo(2, 'gearbench');
    echo(3, 'gearbench too');
    for (const [connection, line] of [
      [4, 'version\r\n'],
      [5, 'version\n'],
    ] as const) {
      open(connection);
      hearText(connection, line);
    }
    return 'seen';
  });
  expect([done, [1, 2, 3, 4, 5].map((connection) => recorder.isProbe(connection))]).toEqual([
    'seen',
    [false, true, false, true, false],
  ]);
});

test('a scan that fails hides them too', async () => {
  const { ring, recorder, open, hear } = captureOf();
  const failing = hidingPings({ ring, recorders: [recorder] }, () => {
    open(1);
    hear(1, { name: 'ECHO_REQ', data: bytes('gearbench') });
    throw new Error('ended');
  });
  await expect(failing).rejects.toThrow('ended');
  expect(recorder.isProbe(1)).toBe(true);
});
