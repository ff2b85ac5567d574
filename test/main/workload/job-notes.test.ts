import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silent } from '../../../main/util/log.ts';
import { JobNotes } from '../../../main/workload/job-notes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const key = (handle: string) => ({ server: 'local', run: 1, handle });

test('of many jobs the oldest are forgotten', async () => {
  const notes = new JobNotes({ path: undefined, log: silent });
  for (let number = 0; number < 10_001; number += 1) await notes.write(key(`H:${number}`), 'seen');
  const about = await Promise.all(['H:0', 'H:1', 'H:10000'].map((handle) => notes.about(key(handle))));
  expect(about.map(({ note }) => note)).toEqual(['', 'seen', 'seen']);
  await notes.close();
});

test('a file that cannot be read is said, and replaced with the first change', async () => {
  const path = join(await temporaryFolder(), 'notes.json');
  const warned: string[] = [];
  const notes = new JobNotes({ path, log: { ...silent, warn: (text) => warned.push(text) } });
  await writeFile(path, '{"version":1,"jobs":[{'); // it is read when it is asked for
  expect((await notes.about(key('H:1'))).note).toBe('');
  expect(warned).toEqual([expect.stringContaining('notes.json is not valid JSON: line 1')]);
  await notes.close();
  expect(await readFile(path, 'utf8')).toBe('{"version":1,"jobs":[{');
  await notes.write(key('H:1'), 'seen');
  await notes.close();
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ jobs: [{ job: key('H:1'), note: 'seen' }] });
});
