import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DECODERS } from '../../../main/contract/decode-limits.ts';
import { decode } from '../../../main/decode/chain.ts';
import { Budget } from '../../../main/decode/halt.ts';
import { told, toldOf, unhurried } from '../../support/decoded.ts';

const text = (of: string) => Buffer.from(of);
const base64 = (of: Buffer) => text(of.toString('base64'));
const json = text('{"to":"mei@example.cn"}');

test.each([
  ['nothing', text(''), { layers: 'text', content: '' }],
  ['a word', text('testtesttesttest'), { layers: 'text', content: 'testtesttesttest' }],
  ['a number', text('42'), { layers: 'text', content: '42' }],
  ['lines of a log', text('[2026-01-01 12:00] begun\n'), { layers: 'text', content: '[2026-01-01 12:00] begun\n' }],
  ['JSON', json, { layers: 'json', content: 2 }],
  ['a quoted string', text('"a\\n"'), { layers: 'json', content: 1 }],
  ['JSON with a fault', text('{"a": 1, b: 2}'), { layers: 'json', content: 2, problem: 'unexpected 9' }],
  ['what PHP wrote', text('a:1:{i:0;b:1;}'), { layers: 'php', content: 2 }],
  ['what looks like PHP', text('i:5; j:6;'), { layers: 'text', content: 'i:5; j:6;' }],
  ['MessagePack', Buffer.from('82a16101a16202', 'hex'), { layers: 'msgpack', content: 3 }],
  ['gzip', gzipSync('hello'), { layers: 'gzip → text', content: 'hello' }],
  ['zlib', deflateSync(json), { layers: 'zlib → json', content: 2 }],
  ['deflate', deflateRawSync(json), { layers: 'deflate → json', content: 2 }],
  ['base64 of gzip of JSON', base64(gzipSync(json)), { layers: 'base64 → gzip → json', content: 2 }],
  ['base64 in lines', text('eyJ0byI6Im1l\r\naUBleGFtcGxl\nLmNuIn0=\n'), { layers: 'base64 → json', content: 2 }],
  [
    'base64 of bytes that say nothing',
    base64(Buffer.from('00ff00ff0080ff00aa', 'hex')),
    { layers: 'text', content: 'AP8A/wCA/wCq' },
  ],
  ['GB18030', Buffer.from('d6d0cec420c4e3bac3', 'hex'), { layers: 'gb18030 → text', content: '中文 你好' }],
  ['JSON in GB18030', Buffer.from('7b2261223a22d6d0cec4227d', 'hex'), { layers: 'gb18030 → json', content: 2 }],
  ['bytes', Buffer.from('000102ff', 'hex'), { layers: 'bytes' }],
])('%s is seen for what it is', async (_what, bytes, expected) => {
  expect(await toldOf(bytes)).toEqual(expected);
});

test('what was chosen goes before, for as many layers as were chosen', async () => {
  const bytes = base64(gzipSync(json));
  expect(await toldOf(bytes, 'text')).toEqual({ layers: 'text', content: bytes.toString() });
  expect(await toldOf(bytes, 'base64', 'bytes')).toEqual({ layers: 'base64 → bytes' });
  expect(await toldOf(bytes, 'base64', 'gzip', 'text')).toMatchObject({ layers: 'base64 → gzip → text' });
  expect(await toldOf(json, 'php')).toEqual({ layers: 'php', problem: 'unexpected 0' });
  expect(await toldOf(Buffer.from('61ff62', 'hex'), 'text')).toMatchObject({ problem: 'unexpected 1' });
});

test('a stream that is cut gives what came before, and says that it ends', async () => {
  const lines = Array.from({ length: 5000 }, (_, line) => `line ${line}`).join('\n');
  const whole = gzipSync(lines);
  const { content, ...rest } = await toldOf(whole.subarray(0, whole.length - 3000));
  expect(rest).toEqual({ layers: 'gzip → text', problem: `ends ${whole.length - 3000}` });
  expect(lines.startsWith(content as string) && (content as string).length > 10_000).toBe(true);
});

test('a stream that is damaged gives what came before', async () => {
  const damaged = gzipSync('hello');
  damaged.fill(0xff, damaged.length - 8);
  expect(await toldOf(damaged)).toEqual({ layers: 'gzip → text', content: 'hello', problem: 'damaged 25' });
});

test('a bomb stops at what may come out of all layers', async () => {
  const bomb = gzipSync(gzipSync(Buffer.alloc(40_000_000)));
  const chain = await decode(bomb, [], unhurried());
  expect(told(chain)).toEqual({ layers: 'gzip → gzip → bytes', stopped: 'bytes' });
  expect(chain.bytes.slice(1).reduce((sum, { length }) => sum + length, 0)).toBe(16 * 1024 * 1024);
});

test('the sixth layer is not opened', async () => {
  let bytes: Buffer = json;
  for (let layer = 0; layer < 5; layer += 1) bytes = gzipSync(bytes);
  expect(await toldOf(bytes)).toEqual({ layers: 'gzip → gzip → gzip → gzip → gzip → bytes', stopped: 'layers' });
});

test('when the time is over, what is left is bytes', async () => {
  const late = new Budget({ bytes: 1e6, nodes: 100, milliseconds: -1 });
  expect(told(await decode(gzipSync(json), [], late))).toEqual({ layers: 'bytes', stopped: 'milliseconds' });
});

test('whatever the bytes are and whatever is chosen, it tells and never throws', async () => {
  const begin = fc.constantFrom('', '\x1f\x8b\x08\0', 'x\x9c', '{"a":', 'a:1:{', '\x93', 'SGVsbG8gd29y', '\xd6\xd0');
  await fc.assert(
    fc.asyncProperty(
      begin,
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.constantFrom(...DECODERS), { maxLength: 6 }),
      async (magic, rest, as) => {
        const { layers, bytes } = await decode(Buffer.concat([Buffer.from(magic, 'latin1'), rest]), as, unhurried());
        expect(layers.map(({ size }) => size)).toEqual(bytes.map(({ length }) => length));
      },
    ),
  );
});
