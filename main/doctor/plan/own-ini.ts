import { posix } from 'node:path';
import { quoted } from '../../util/shell-quote.ts';
import type { Seen } from '../look/seen.ts';
import { change, type Draft } from './draft.ts';

/**
 * Loads the file for the person's own terminals, where the ini files of PHP are an administrator's: a folder of ini files of their
 * own, which PHP reads besides its others (the empty part before the colon stands for those), and a line for their shell. Both
 * are undone as any change is.
 */
export function ownIniSteps({ shellFile }: Seen, folder: string, path: string): Draft[] {
  if (shellFile === null) return [];
  const own = posix.join(folder, 'conf.d');
  const variable = quoted(`:${own}`);
  const line = shellFile.endsWith('.fish')
    ? `set -gx PHP_INI_SCAN_DIR ${variable}`
    : `export PHP_INI_SCAN_DIR=${variable}`;
  const text = `; Written by Gearbench.\nextension="${path}"\n`;
  return [
    change('own-ini-file', 'own-files', { kind: 'add', file: posix.join(own, '20-gearman.ini'), text }),
    change('shell-variable', 'own-files', { kind: 'add', file: shellFile, text: `${line} # Gearbench\n` }),
  ];
}
