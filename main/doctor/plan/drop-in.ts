import { createHash } from 'node:crypto';
import { toldOf } from '../checks/check.ts';
import type { Seen } from '../look/seen.ts';
import { pathsOf } from '../machine.ts';
import { change, type Draft, explained } from './draft.ts';

/**
 * Gearbench's PHP client in the place of the extension: a copy of it that stays where it is when Gearbench moves, and a line that
 * has PHP run it first. Each line has a copy of its own, so that what is undone for one PHP is not missing to another. Where the line
 * cannot be written, a copy for the project.
 */
export function dropInSteps(seen: Seen, { client, folder }: { client: string | null; folder: string }): Draft[] {
  const { project } = seen;
  if (client === null) return [];
  const { scanFolder, iniWritable } = seen.ini;
  const told = toldOf(seen);
  const paths = pathsOf(seen);
  const file = scanFolder?.writable
    ? paths.join(scanFolder.path, '99-gearbench.ini')
    : iniWritable
      ? (told?.iniFile ?? null)
      : null;
  // One file of the person's is run there already, or the ini files are somebody else's.
  if (file === null || told?.prepend !== null) {
    if (project === null) return [explained('drop-in-copy', { client })];
    const copy = paths.join(paths.dirname(project.file), 'gearman.php');
    return [
      change('drop-in-project', 'own-files', { kind: 'copy', file: copy, from: client }),
      explained('drop-in-require', { file: copy }),
    ];
  }
  // By the ini file, whose path may tell whose computer it is.
  const name = `drop-in-${createHash('sha256').update(file).digest('hex').slice(0, 8)}`;
  const copy = paths.join(folder, name, 'gearman.php');
  return [
    change('drop-in-file', 'own-files', { kind: 'copy', file: copy, from: client }),
    change('drop-in', 'own-files', { kind: 'add', file, text: `auto_prepend_file="${copy}"\n` }, { client: copy }),
  ];
}
