import { describe, expect, test } from 'vitest';
import type { ServerCounts } from '../../../main/contract/servers.ts';
import { FunctionTable } from '../../../main/protocol/tables.ts';
import { CountHistory } from '../../../main/upstream/count-history.ts';

const MINUTE = 60_000;

/** A server whose polls are told as `name: waiting running workers`. */
function attached() {
  const table = new FunctionTable();
  const history = new CountHistory();
  return {
    poll(at: number, rows: Record<string, readonly [number, number, number]>): void {
      const lines = Object.entries(rows).map(([name, [q, r, w]]) => `${name}\t${q + r}\t${r}\t${w}\n`);
      table.readStatus(Buffer.from(`${lines.join('')}.\n`));
      const sum = (which: 0 | 1 | 2) => Object.values(rows).reduce((all, each) => all + each[which], 0);
      const counts = { queued: sum(0), running: sum(1), workers: sum(2) } as ServerCounts;
      history.note(at, counts, table);
    },
    missed: (at: number) => history.missed(at),
    read: (name: string | null, span: 'minutes' | 'day', at: number) => history.read(name, span, at, table),
  };
}

describe('the history of counts', () => {
  test('begins with the first poll; between polls it is as it was, and nothing while nobody answered', () => {
    const server = attached();
    expect(server.read(null, 'minutes', 0).queued).toEqual([]);
    server.poll(0, { f: [1, 0, 2] });
    server.poll(6000, { f: [3, 1, 2] });
    server.missed(10_000);
    server.poll(16_000, { f: [0, 0, 0] });
    expect(server.read(null, 'minutes', 18_000)).toEqual({
      every: 2000,
      from: 0,
      queued: [1, 1, 1, 3, 3, 3, null, null, 0, 0],
      running: [0, 0, 0, 1, 1, 1, null, null, 0, 0],
      workers: [2, 2, 2, 2, 2, 2, null, null, 0, 0],
    });
    expect(server.read('f', 'minutes', 18_000).queued).toEqual([1, 1, 1, 3, 3, 3, null, null, 0, 0]);
  });

  test('of a function that never changed is what it is, of one that came later nothing until then', () => {
    const server = attached();
    server.poll(0, { still: [4, 0, 1] });
    server.poll(4000, { still: [4, 0, 1], late: [2, 0, 0] });
    expect(server.read('still', 'minutes', 6000).queued).toEqual([4, 4, 4, 4]);
    expect(server.read('late', 'minutes', 6000).queued).toEqual([0, 0, 2, 2]);
    expect(server.read('nobody', 'minutes', 6000).queued).toEqual([null, null, null, null]);
    server.poll(8000, { still: [4, 0, 1] }); // a server that forgets functions
    expect(server.read('late', 'minutes', 8000).queued).toEqual([0, 0, 2, 2, 0]);
  });

  test('goes back ten minutes and a day, whatever has been', () => {
    const server = attached();
    const polls = 3 * 24 * 60;
    for (let minute = 0; minute < polls; minute += 1) server.poll(minute * MINUTE, { f: [minute, 0, 1] });
    const at = (polls - 1) * MINUTE;
    expect(server.read(null, 'minutes', at).queued).toHaveLength(300);
    const day = server.read(null, 'day', at);
    expect([day.every, day.queued.length, day.queued[0], day.queued.at(-1)]).toEqual([MINUTE, 1440, 2880, 4319]);
    const line = server.read('f', 'day', at);
    expect([line.every, line.queued.length, line.queued.at(-1)]).toEqual([5 * MINUTE, 288, 4319]);
  });

  test('a function that is gone gives its line away, though others come and go', () => {
    const server = attached();
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}`, [1, 0, 0] as const]));
    server.poll(0, {});
    server.poll(2000, many);
    for (let minute = 1; minute < 12; minute += 1) server.poll(minute * MINUTE, { [`reply-${minute}`]: [0, 0, 0] });
    server.poll(12 * MINUTE, { late: [5, 0, 0] });
    expect(server.read('late', 'minutes', 12 * MINUTE).queued.slice(-2)).toEqual([0, 5]);
  });

  test('a function that changes when all lines are taken has none, until one of them is quiet for ten minutes', () => {
    const server = attached();
    const all = (waiting: number, last: number): Record<string, [number, number, number]> => ({
      ...Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}`, [waiting, 0, 0]])),
      last: [last, 0, 0],
    });
    server.poll(0, all(0, 0));
    server.poll(2000, all(1, 0));
    server.poll(4000, all(1, 1));
    expect(server.read('last', 'minutes', 4000).queued).toEqual([null, null, null]);
    server.poll(11 * MINUTE, all(1, 2));
    expect(server.read('last', 'minutes', 11 * MINUTE).queued.at(-1)).toBe(2);
    expect(server.read('f0', 'minutes', 11 * MINUTE).queued.every((value) => value === null)).toBe(true);
    expect(server.read('f1', 'minutes', 11 * MINUTE).queued.at(-1)).toBe(1);
  });

  test('of functions without end that change no names are kept without end; of none without a line is said what is not known', () => {
    const server = attached();
    const names = Array.from({ length: 20_300 }, (_, index) => `f${index}`);
    const all = (waiting: number) => Object.fromEntries(names.map((name) => [name, [waiting, 0, 0] as const]));
    server.poll(0, { ...all(0), still: [7, 0, 0] });
    server.poll(2000, { ...all(1), still: [7, 0, 0] });
    expect(server.read('f0', 'minutes', 2000).queued).toEqual([0, 1]);
    expect(server.read('f20299', 'minutes', 2000).queued).toEqual([null, null]);
    expect(server.read('still', 'minutes', 2000).queued).toEqual([null, null]);
  });
});
