import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { BYTES_PAGE, type DecoderName, TEXT_PAGE } from '../../../main/contract/decode-limits.ts';
import { DecodeDesk } from '../../../main/decode/desk.ts';
import { afterThisTest } from '../../support/cleanup.ts';

/** A desk with a thread of its own, and how often it asked for the bytes. */
function desk(of: Buffer | undefined) {
  const own = new DecodeDesk();
  afterThisTest(() => own.close());
  let asked = 0;
  const subject = (...as: DecoderName[]) => ({
    name: 'a',
    as,
    size: of?.length ?? 0,
    bytes: () => {
      asked += 1;
      return of && new Uint8Array(of);
    },
  });
  return { own, subject, asked: () => asked };
}

const json = Buffer.from(JSON.stringify({ rows: Array.from({ length: 500 }, (_, row) => ({ row })) }));

test('layers and the whole, then parts a page at a time, from bytes that were given once', async () => {
  const { own, subject, asked } = desk(gzipSync(json));
  expect(await own.whole(subject())).toMatchObject({
    layers: [{ as: 'gzip' }, { as: 'json', size: json.length }],
    content: { kind: 'tree', nodes: 1002, root: { id: 0, children: 1 } },
    stopped: null,
    problem: null,
  });
  const [rows] = (await own.ask(subject(), { kind: 'nodes', node: 0, from: 0 })) ?? [];
  const page = await own.ask(subject(), { kind: 'nodes', node: rows?.id as number, from: 400 });
  expect([rows?.key, page?.length, page?.[0]?.key]).toEqual(['rows', 100, '400']);
  expect(await own.ask(subject(), { kind: 'nodes', node: 5000, from: 0 })).toEqual([]);
  expect(asked()).toBe(1);
});

test('text and bytes come a page at a time too', async () => {
  const { own, subject } = desk(gzipSync(json));
  const text = await own.ask(subject(), { kind: 'text', from: 2 });
  expect([text?.text.slice(0, 9), text?.characters]).toEqual([
    '  "rows":',
    JSON.stringify(JSON.parse(json.toString()), null, 2).length,
  ]);
  const page = await own.ask(subject('gzip', 'text'), { kind: 'bytes', layer: -1, from: 8 });
  expect(Buffer.from(page ?? []).equals(json.subarray(8, 8 + BYTES_PAGE))).toBe(true);
  expect(await own.ask(subject(), { kind: 'bytes', layer: 7, from: 0 })).toBeNull();
});

test('a page of text does not end inside of a character', async () => {
  const { own, subject } = desk(Buffer.from(`x${'🎉'.repeat(TEXT_PAGE)}`));
  const page = await own.ask(subject(), { kind: 'text', from: 0 });
  expect([page?.text.length, page?.text.at(-1)]).toEqual([TEXT_PAGE - 1, '🎉'.at(-1)]);
});

test('a picture that is small enough can be shown; one that says it is huge cannot', async () => {
  const png = (size: number) => {
    const bytes = Buffer.from('89504e470d0a1a0a0000000d49484452000000000000000008060000', 'hex');
    bytes.writeUInt32BE(size, 16);
    bytes.writeUInt32BE(size, 20);
    return bytes;
  };
  const small = desk(png(16));
  expect(await small.own.ask(small.subject(), { kind: 'picture' })).toMatchObject({ type: 'image/png' });
  const huge = desk(png(60_000));
  expect(await huge.own.whole(huge.subject())).toMatchObject({
    content: { kind: 'image', width: 60_000, height: 60_000 },
  });
  expect(await huge.own.ask(huge.subject(), { kind: 'picture' })).toBeNull();
});

test('what was forgotten is null, and a desk that is closed answers nothing', async () => {
  const { own, subject } = desk(undefined);
  expect(await own.whole(subject())).toBeNull();
  const waiting = own.whole(subject());
  own.close();
  await expect(waiting).rejects.toMatchObject({ why: 'closed' });
});
