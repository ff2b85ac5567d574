import { writeFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { logFiles, logTail } from '../../../main/shell/logging.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

vi.mock('electron-log/main', () => ({ default: {} })); // it asks for Electron, and is not for reading

test('the tail of the log is the last lines of it, and none of an earlier version, which marked nothing', async () => {
  const folder = await temporaryFolder();
  const [old, current] = logFiles(folder);
  const earlier = ['[2026-01-02 03:04:05.678] [error] A fault Error: of Ada', '    at read (/home/ada/secret.js:1:1)'];
  const ours = [
    '2026-01-02 03:04:05.678 warn An error.',
    '    Error: ⟦of Ada⟧',
    '      at read out/main/index.js:1:1',
    '2026-01-02 03:04:06.000 info Later.',
  ];
  await writeFile(old, `${[...earlier, ...ours, ...earlier].join('\n')}\n`);
  expect(await logTail(folder, 100)).toEqual(ours);
  await writeFile(current, '2026-01-02 03:04:07.000 info Last.\n');
  expect(await logTail(folder, 2)).toEqual([ours.at(-1), '2026-01-02 03:04:07.000 info Last.']);
});
