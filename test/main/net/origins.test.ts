import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Origins } from '../../../main/net/origins.ts';

const socketOf = (localAddress: string, localPort: number) =>
  Object.assign(new EventEmitter(), { localAddress, localPort }) as unknown as Socket;

test('a connection is ours from its claim to its end', () => {
  const origins = new Origins();
  const [own, probe] = [socketOf('127.0.0.1', 50_001), socketOf('::1', 50_001)];
  origins.claim(own, 'self');
  origins.claim(probe, 'probe');
  const seen = () => [origins.of('127.0.0.1', 50_001), origins.of('::1', 50_001), origins.of('127.0.0.1', 50_002)];
  expect(seen()).toEqual(['self', 'probe', 'other']);
  own.emit('close');
  expect(seen()).toEqual(['other', 'probe', 'other']);
});
