import type { Php } from '../inventory/find.ts';
import { type About, type Machine, pathsOf } from '../machine.ts';

/** What is in the way of an installation: folders of earlier ones, and a full disk. */
export interface Left {
  /** What `pecl` leaves behind, where it is there. */
  pear: { folder: string; about: About } | null;
  /** Files and folders of root in folders of the person, as after `sudo pecl`. */
  ofRoot: readonly string[];
  /** Bytes that may still be written to the person's own folder; null where that is not told. */
  space: number | null;
}

/** Those that are told at most: they have all been made by the same command. */
const MOST = 10;

export async function lookForLeft(machine: Machine, phps: readonly Php[]): Promise<Left> {
  const [pear, ofRoot, space] = await Promise.all([
    pearAt(machine),
    rootsOf(machine, phps),
    machine.space(machine.home),
  ]);
  return { pear, ofRoot, space };
}

async function pearAt(machine: Machine): Promise<Left['pear']> {
  if (machine.platform === 'win32') return null;
  // /tmp is a link to it on a Mac; pecl names it so.
  const folder = machine.platform === 'darwin' ? '/private/tmp/pear' : '/tmp/pear';
  const about = await machine.about(folder);
  return about === null ? null : { folder, about };
}

/** Where `pecl` puts things: extensions, what it knows of packages, and its settings. */
async function rootsOf(machine: Machine, phps: readonly Php[]): Promise<string[]> {
  if (machine.user === null || machine.user === 0) return [];
  const paths = pathsOf(machine);
  const folders = new Set([
    ...phps.flatMap(({ probe }) => (probe.state === 'told' ? [probe.told.extensionFolder] : [])),
    ...['/opt/homebrew', '/usr/local'].flatMap((prefix) => [`${prefix}/share/pear`, `${prefix}/lib/php/pecl`]),
    machine.home,
  ]);
  const found: string[] = [];
  for (const folder of folders) {
    const about = await machine.about(folder);
    // Where all is root's, as in a system's own folders, it is as it should be.
    if (about?.owner !== machine.user) continue;
    const names = folder === machine.home ? ['.pearrc', '.pear', '.cache/pear'] : await machine.list(folder);
    const abouts = await Promise.all(names.map((name) => machine.about(paths.join(folder, name))));
    found.push(...names.filter((_, index) => abouts[index]?.owner === 0).map((name) => paths.join(folder, name)));
  }
  return found.slice(0, MOST);
}
