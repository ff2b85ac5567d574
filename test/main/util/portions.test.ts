import { expect, test } from 'vitest';
import { Portions } from '../../../main/util/portions.ts';

function setup(count: number) {
  let time = 0;
  const asked: string[] = [];
  const portions = new Portions(
    (name) => {
      asked.push(name);
      return time;
    },
    () => time,
  );
  return {
    portions,
    /** Asks about the first ones after so many ms; the answers, and how many are new. */
    round: (milliseconds: number, first = count) => {
      time += milliseconds;
      asked.length = 0;
      const answers = Array.from({ length: first }, (_, index) => portions.of(`f${index}`));
      return { anew: asked.length, known: answers.filter((answer) => answer !== undefined).length, answers };
    },
  };
}

test('about few things each answer is fresh', () => {
  const { round } = setup(50);
  expect([round(0), round(1), round(400)].map(({ anew }) => anew)).toEqual([50, 50, 50]);
});

test('of many some are answered at a time, each in its turn, and nobody is left behind', () => {
  const { round } = setup(1000);
  expect([round(0), round(10), round(50)].map(({ anew, known }) => [anew, known])).toEqual([
    [100, 100],
    [0, 100],
    [100, 200],
  ]);
  for (let turn = 0; turn < 30; turn += 1) expect(round(400).anew).toBeLessThanOrEqual(100);
  const now = 60 + 31 * 400;
  const ages = round(400).answers.map((at) => now - (at ?? 0));
  expect(Math.max(...ages)).toBeLessThan(11 * 400);
});

test('where few of many are left, each answer is fresh again', () => {
  const { round } = setup(150);
  for (let turn = 0; turn < 10; turn += 1) round(400);
  for (let turn = 0; turn < 10; turn += 1) round(400, 50);
  expect([round(400, 50).anew, round(1, 50).anew]).toEqual([50, 50]);
});

test('what was cleared is asked again', () => {
  const { round, portions } = setup(150);
  for (let turn = 0; turn < 4; turn += 1) round(400);
  portions.clear();
  expect(round(60)).toMatchObject({ anew: 100, known: 100 });
});
