import { setImmediate as nextRound } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { Backlog } from '../../../main/upstream/backlog.ts';
import { PATIENT } from '../../support/patient.ts';

const MIB = 1024 * 1024;

/** A backlog, and what was seen of what is added to it. */
function watched() {
  const backlog = new Backlog();
  const seen: string[] = [];
  const add = (text: string, at: number) =>
    backlog.add((bytes, time) => void seen.push(`${bytes.toString()} at ${time}`), Buffer.from(text), at);
  return { backlog, seen, add };
}

test('what came is seen in order and with its time, after what brought it is done', async () => {
  const { backlog, seen, add } = watched();
  add('one', 1);
  add('two', 2);
  backlog.after(() => void seen.push('then'));
  add('three', 3);
  expect(seen).toEqual([]);
  await vi.waitUntil(() => backlog.waiting === 0, PATIENT);
  expect(seen).toEqual(['one at 1', 'two at 2', 'then', 'three at 3']);
  backlog.after(() => void seen.push('at once'));
  expect(seen.at(-1)).toBe('at once');
});

test('memory that it was given may be used again, and its own is', async () => {
  const backlog = new Backlog();
  const read = Buffer.alloc(200 * 1024);
  const sizeOf = (value: number) => 1 + ((value * 79_193) % read.length);
  for (let turn = 0; turn < 3; turn += 1) {
    const seen: number[] = new Array(100).fill(0);
    const see = (value: number) => (bytes: Buffer) => {
      seen[value] = bytes.equals(Buffer.alloc(bytes.length, value))
        ? (seen[value] as number) + bytes.length
        : Number.NaN;
    };
    for (let value = 0; value < 100; value += 1) {
      read.fill(value);
      backlog.add(see(value), read.subarray(0, sizeOf(value)), 0);
      if (value % 3 === 0) backlog.after(() => {});
    }
    read.fill(255);
    await vi.waitUntil(() => backlog.waiting === 0, PATIENT);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, value) => sizeOf(value)));
  }
});

test('while rounds bring more it waits, and nothing of it is lost', async () => {
  const backlog = new Backlog();
  const chunk = Buffer.alloc(64 * 1024);
  const seen: number[] = [];
  const at = Date.now();
  for (let round = 0; round < 200; round += 1) {
    backlog.add((bytes) => void seen.push(bytes.length), chunk, at + 60_000);
    await nextRound();
  }
  expect([seen.length, backlog.waiting]).toEqual([0, 200 * chunk.length]);
  await vi.waitUntil(() => backlog.waiting === 0, PATIENT);
  expect(seen.reduce((all, size) => all + size, 0)).toBe(200 * chunk.length);
});

test('no more than its bound waits, and nothing for long', async () => {
  const backlog = new Backlog();
  const seen: number[] = [];
  const see = (bytes: Buffer) => void seen.push(bytes.length);
  for (let count = 0; count < 80; count += 1) backlog.add(see, Buffer.alloc(MIB), Date.now() + 60_000);
  /** Rounds in which more comes, until not more than that waits. */
  const most = async (bytes: number) => {
    while (backlog.waiting > bytes) {
      backlog.add(see, Buffer.alloc(1), Date.now() + 60_000);
      await nextRound();
    }
  };
  await most(64 * MIB);
  expect(seen.reduce((all, size) => all + size, 0)).toBeLessThan(18 * MIB);
  await vi.waitUntil(() => backlog.waiting === 0, PATIENT);
  backlog.add(see, Buffer.alloc(MIB), Date.now() - 60_000);
  await most(1000);
});
