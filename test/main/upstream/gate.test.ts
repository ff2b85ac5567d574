import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Decoder, encode, type Message } from '../../../main/protocol/codec.ts';
import type { Packet } from '../../../main/protocol/packets.ts';
import { runningServer } from '../../support/embedded.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf, told } from '../../support/peer.ts';
import { plainServer, runningProxy } from '../../support/proxied.ts';

const REFUSED = 'ERROR READ_ONLY This proxy is read-only: jobs cannot be submitted through it';
const REFUSED_LINE = 'ERR READ_ONLY This+proxy+is+read-only';

const submit = (workload = 'x'): Packet => ({
  name: 'SUBMIT_JOB',
  function: 'f',
  unique: '',
  workload: bytes(workload),
});

test('submissions and lines that change something are refused in their turn; the server gets to know of none', async () => {
  const server = await runningServer();
  const { port, seen, events } = await runningProxy({ to: server.target, readOnly: true });
  const peer = await peerOf({ port });
  peer.send({ name: 'ECHO_REQ', data: bytes('before') }, submit(), { name: 'ECHO_REQ', data: bytes('after') });
  peer.write('version\nmaxqueue f 1\ncreate function f\nDROP function f\ncancel job H:x:1\nshutdown\n what\nstatus\n');
  peer.send({ name: 'SUBMIT_JOB_LOW_BG', function: 'f', unique: 'u', workload: bytes('') }, { name: 'GRAB_JOB' });
  expect(await peer.hears(13)).toEqual([
    'ECHO_RES before',
    REFUSED,
    'ECHO_RES after',
    expect.stringMatching(/^OK /),
    ...Array.from({ length: 6 }, () => REFUSED_LINE),
    '.',
    REFUSED,
    'NO_JOB',
  ]);
  expect([server.events, events]).toEqual([[], []]);
  expect(seen().filter((line) => line.includes('SUBMIT'))).toHaveLength(2);
  expect(seen().filter((line) => line.includes(' out ERROR'))).toHaveLength(2);
  expect(seen().filter((line) => line.includes('ECHO'))).toHaveLength(4);
});

test('what is no Gearman ends the connection, because it cannot be looked into', async () => {
  const server = await plainServer((socket) => void socket.pipe(socket));
  const { port, said, seen } = await runningProxy({ to: server.target, readOnly: true });
  const peer = await peerOf({ port });
  peer.write(Buffer.from('\0no Gearman at all', 'latin1'));
  expect(await peer.hearsTheEnd()).toEqual([]);
  expect(said.at(-1)).toContain('the proxy is read-only');
  await vi.waitUntil(() => seen().length === 1, PATIENT);
  expect(seen()).toEqual(['2 in garbage 18']);
});

test('in whatever pieces all comes, answers come in the order of the questions', async () => {
  const server = await runningServer();
  const { port } = await runningProxy({ to: server.target, readOnly: true });
  const question = fc.oneof(
    fc.nat(300).map((size) => ({ ask: encode({ name: 'ECHO_REQ', data: Buffer.alloc(size, 'e') }, 'REQ'), size })),
    fc.nat(300).map((size) => ({ ask: encode(submit('w'.repeat(size)), 'REQ'), size: null })),
    fc.constant({ ask: bytes('version\n'), size: undefined }),
    fc.constant({ ask: bytes('shutdown\r\n'), size: 'line' }),
    // As large as what stands for a refusal.
    fc.constant({ ask: encode({ name: 'ECHO_REQ', data: Buffer.alloc(16, 'e') }, 'REQ'), size: 16 }),
    fc.constant({ ask: encode({ name: 'ECHO_REQ', data: Buffer.alloc(200_000, 'e') }, 'REQ'), size: 200_000 }),
  );
  const answerOf = ({ size }: { size?: number | string | null | undefined }): string => {
    if (size === undefined) return 'OK';
    if (size === null) return REFUSED;
    return size === 'line' ? REFUSED_LINE : `ECHO_RES ${'e'.repeat(size as number)}`.trim();
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(question, { minLength: 1, maxLength: 30 }),
      fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1 }),
      async (questions, sizes) => {
        const undo: (() => void | Promise<void>)[] = [];
        const peer = await peerOf({ port }, (each) => void undo.push(each));
        const all = Buffer.concat(questions.map(({ ask }) => ask));
        for (let at = 0, turn = 0; at < all.length; turn += 1) {
          const end = at + (sizes[turn % sizes.length] as number);
          peer.write(all.subarray(at, end));
          if (turn % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
          at = end;
        }
        const heard = await peer.hears(questions.length);
        expect(heard.map((line) => (line.startsWith('OK ') ? 'OK' : line))).toEqual(questions.map(answerOf));
        for (const each of undo) await each();
      },
    ),
    { numRuns: 60 },
  );
});

test('what the server says in pieces goes on at once, but for the echo that stands for a refusal', async () => {
  // It answers in pieces of one byte each, and as slowly as the test lets it.
  const pieces: (() => void)[] = [];
  const server = await plainServer((socket) => {
    const decoder = new Decoder();
    socket.on('data', (chunk: Buffer) => {
      for (const message of decoder.push(chunk).messages) {
        const answer = encode({ name: 'ECHO_RES', data: dataOf(message) }, 'RES');
        if (answer.length === 12 + 9)
          socket.write(answer); // the probe's
        else for (const byte of answer) pieces.push(() => socket.write(Buffer.from([byte])));
      }
    });
  });
  const { port } = await runningProxy({ to: server.target, readOnly: true });
  const peer = await peerOf({ port });
  peer.send({ name: 'ECHO_REQ', data: bytes('one') }, submit(), { name: 'ECHO_REQ', data: bytes('two') });
  await vi.waitUntil(() => pieces.length === 15 + 28 + 15, PATIENT);
  for (const piece of pieces) {
    piece();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await peer.hears(3)).toEqual(['ECHO_RES one', REFUSED, 'ECHO_RES two']);
});

const dataOf = (message: Message): Buffer =>
  message.kind === 'packet' && message.packet.name === 'ECHO_REQ' ? message.packet.data : bytes(told(message));
