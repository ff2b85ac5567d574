import { expect, test } from 'vitest';
import { glanceOf } from '../../../main/insight/glance.ts';

const rest = { server: 'running', address: '127.0.0.1:4730', last: null } as const;
const queue = (name: string, queued: number, running = 0) => ({ name, queued, running });

test('all jobs are counted, and the functions with the most waiting are named', () => {
  const functions = [queue('idle', 0, 3), queue('b', 2), queue('a', 2, 1), queue('full', 40)];
  const many = Array.from({ length: 9 }, (_, index) => queue(`many${index}`, 1));
  const glance = glanceOf({ ...rest, functions: [...functions, ...many], isStuck: (name) => name === 'full' });
  expect(glance).toMatchObject({ ...rest, queued: 53, running: 4, stuck: [{ name: 'full', queued: 40 }] });
  expect(glance.queues.map(({ name }) => name)).toEqual([
    'full',
    'a',
    'b',
    'many0',
    'many1',
    'many2',
    'many3',
    'many4',
  ]);
});

test('nobody is asked about a function whose jobs all have a worker', () => {
  const asked: string[] = [];
  const isStuck = (name: string) => asked.push(name) > 0;
  expect(glanceOf({ ...rest, functions: [queue('busy', 0, 9)], isStuck }).stuck).toEqual([]);
  expect(asked).toEqual([]);
});
