import { expect, test, vi } from 'vitest';
import { AppError } from '../../../main/contract/errors.ts';
import { Origins } from '../../../main/net/origins.ts';
import { Link } from '../../../main/workers/link.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { runningServer } from '../../support/embedded.ts';
import { PATIENT } from '../../support/patient.ts';

test('a server that is locked while a connection to it is made is left before anything is said', async () => {
  const { target } = await runningServer();
  const why = new AppError('server-locked', 'It is locked.', { server: 'Production' });
  let tries = 0;
  let isShut = false;
  const onOpen = vi.fn();
  const link = new Link({
    server: {
      name: 'production:4730',
      target: () => {
        isShut = ++tries === 1; // it was not, when this was asked
        return target;
      },
      shut: () => (isShut ? why : undefined),
    },
    origins: new Origins(),
    ready: () => undefined,
    onOpen,
    onPacket: () => {},
    onLost: () => {},
    onChange: () => {},
  });
  afterThisTest(() => link.close());
  await vi.waitFor(
    () => expect(link.info).toMatchObject({ state: 'lost', problem: { code: 'server-locked' } }),
    PATIENT,
  );
  expect([link.isOpen, onOpen.mock.calls.length]).toEqual([false, 0]);
  isShut = false;
  await vi.waitFor(() => expect(link.isOpen).toBe(true), PATIENT);
  expect(onOpen).toHaveBeenCalledOnce();
});
