import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodeCalls } from '../../../main/calls/decode.ts';
import { BYTES_PAGE } from '../../../main/contract/decode-limits.ts';
import { captureOf } from '../../support/capture.ts';
import { afterThisTest } from '../../support/cleanup.ts';

const key = { server: 'local', run: 7, handle: 'H:t:1' };

function calls() {
  const capture = captureOf();
  const { handlers, close } = decodeCalls({
    ring: capture.ring,
    keptOf: async ({ handle }, part) => (handle === key.handle && part === 'result' ? 5 : null),
    contentOf: async ({ handle }, part) => (handle === key.handle && part === 'result' ? Buffer.from('[1,2]') : null),
    target: () => ({ host: '127.0.0.1', port: 4730 }),
  });
  afterThisTest(close);
  const submit = (workload: Buffer) => capture.hear(1, { name: 'SUBMIT_JOB', function: 'wc', unique: '', workload });
  const packet = (seq: number) => ({ source: { kind: 'packet' as const, seq }, as: [] });
  return { ...capture, handlers, submit, packet };
}

test('what a packet carries is decoded, and where it lies is told', async () => {
  const { handlers, submit, packet, hearText, hear } = calls();
  submit(gzipSync('{"a":1}'));
  hearText(1, 'status\n');
  hear(1, { name: 'CAN_DO', function: 'wc' });
  expect(await handlers['decode.open'](packet(0))).toMatchObject({
    at: 16,
    layers: [{ as: 'gzip' }, { as: 'json', size: 7 }],
    content: { kind: 'tree', nodes: 2 },
  });
  expect(await handlers['decode.nodes']({ ...packet(0), node: 0, from: 0 })).toMatchObject([{ key: 'a', value: '1' }]);
  expect(await handlers['decode.text']({ ...packet(0), from: 0 })).toEqual({ text: '{\n  "a": 1\n}', characters: 12 });
  expect(await handlers['decode.bytes']({ ...packet(0), layer: 1, from: 1 })).toEqual(
    Uint8Array.from(Buffer.from('"a":1}')),
  );
  expect(await handlers['decode.picture'](packet(0))).toBeNull();
  expect(await handlers['decode.open'](packet(1))).toMatchObject({ at: 0, layers: [{ as: 'text', size: 7 }] });
  expect(await handlers['decode.open'](packet(2))).toBeNull();
  expect(await handlers['decode.open'](packet(3))).toBeNull();
});

test('what was kept of a job is decoded too', async () => {
  const { handlers } = calls();
  const job = (part: 'workload' | 'result') => ({ source: { kind: 'job' as const, key, part }, as: [] });
  expect(await handlers['decode.open'](job('result'))).toMatchObject({ at: 0, content: { kind: 'tree', nodes: 3 } });
  expect(await handlers['decode.open'](job('workload'))).toBeNull();
});

test('bytes of a packet, a page at a time and as texts to be copied', async () => {
  const { handlers, submit, ring } = calls();
  submit(Buffer.alloc(BYTES_PAGE, 'x'));
  expect((await handlers['bytes.page']({ seq: 0, from: 0 }))?.length).toBe(BYTES_PAGE);
  expect((await handlers['bytes.page']({ seq: 0, from: BYTES_PAGE }))?.length).toBe(16);
  expect(await handlers['bytes.copy']({ seq: 0, form: 'hex', start: 0, end: 4 })).toBe('00 52 45 51');
  expect(await handlers['bytes.copy']({ seq: 0, form: 'send', start: 12, end: 16 })).toBe(
    String.raw`printf 'wc\000\000' | nc -w 2 127.0.0.1 4730`,
  );
  ring.clear();
  expect(await handlers['bytes.page']({ seq: 0, from: 0 })).toBeNull();
  expect(await handlers['bytes.copy']({ seq: 1, form: 'hex', start: 0, end: 4 })).toBeNull();
});
