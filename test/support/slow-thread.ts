import { answerAll } from '../../main/util/answering-side.ts';

/** A thread that does as it is told, for better or worse. */
answerAll((order: 'answer' | 'hang' | 'grow' | 'throw') => {
  if (order === 'hang') for (;;);
  if (order === 'throw') throw new Error('as ordered');
  const kept: string[][] = [];
  while (order === 'grow') kept.push(Array.from({ length: 10_000 }, (_, at) => `${kept.length} ${at}`));
  return 'done';
});
