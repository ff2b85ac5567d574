import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { mustBe } from './peers.ts';
import { type Finished, run } from './processes.ts';

/** Shell lines that put layers over folders; what is written there is gone with the mount namespace. */
const layersOver = (folders: readonly string[]): string => `
    set -e
    mount -t tmpfs none /mnt
    for folder in ${folders.join(' ')}; do
      mkdir -p /mnt/$folder/upper /mnt/$folder/work
      mount -t overlay overlay -o lowerdir=/$folder,upperdir=/mnt/$folder/upper,workdir=/mnt/$folder/work /$folder
    done`;

/**
 * A program that runs another one in this very system, but for a script that damages it; packages can be installed there and
 * removed. Needs root.
 */
export const entranceTo = (damage: string, program: string): string => `#!/bin/sh
exec unshare --mount --propagation private sh -c '${`${layersOver(['usr', 'etc', 'var'])}\n${damage}`.replaceAll("'", `'\\''`)}
exec "$@"' sh '${program}' "$@"
`;

/**
 * This very system, but for a script that damages it: in a mount namespace, with layers over /usr and /etc that are gone when it
 * ends (unshare(1), Linux's overlayfs). Needs root.
 */
export function damaged(
  damage: string,
  command: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  const line = `${layersOver(['usr', 'etc'])}\n${damage}\nset +e\n"$@"\ncode=$?\n[ -z "$STARTED" ] || kill "$STARTED"\nexit $code`;
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: undefined, ...environment };
  return run('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', line, 'sh', ...command], { env });
}

/** Whether that can be had here. */
export function canBeDamaged(): boolean {
  let can = false;
  try {
    execFileSync(
      'unshare',
      [
        '--mount',
        'sh',
        '-c',
        'mount -t tmpfs none /mnt && mkdir /mnt/u /mnt/w && mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/u,workdir=/mnt/w /etc',
      ],
      { stdio: 'ignore' },
    );
    can = true;
  } catch {
    // no root, no Linux, or a container without the right to mount
  }
  return mustBe(can, 'overlays must be possible here');
}

/** The files of a Debian package, downloaded once and unpacked beside the system; null where there is no apt. */
export function unpacked(name: string): string | null {
  const folder = join(homedir(), '.cache', 'gearbench', 'packages', name);
  if (existsSync(join(folder, 'files'))) return join(folder, 'files');
  try {
    mkdirSync(folder, { recursive: true });
    execFileSync('apt-get', ['download', name], { cwd: folder, stdio: 'ignore' });
    const [archive = ''] = readdirSync(folder).filter((each) => each.endsWith('.deb'));
    execFileSync('dpkg-deb', ['-x', archive, 'files'], { cwd: folder, stdio: 'ignore' });
    return join(folder, 'files');
  } catch {
    rmSync(folder, { recursive: true, force: true });
    mustBe(false, `the package ${name} must be to be had here`);
    return null;
  }
}
