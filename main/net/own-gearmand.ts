import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import type { Keeper, PortOwner } from '../contract/server.ts';

/** Time that a helper program of the system may take, ms. */
const PATIENCE = 3000;

/** Whether a process is a gearmand, by its program's name, that belongs to whoever runs this one. Never throws. */
export async function isOwnGearmand({ pid, name }: PortOwner, platform: NodeJS.Platform = process.platform) {
  const own = process.getuid?.();
  if (name !== 'gearmand' || own === undefined) return false;
  try {
    // Of one that has changed its user the folder belongs to root: then it is not ours to end.
    if (platform === 'linux') return (await stat(`/proc/${pid}`)).uid === own;
    if (platform === 'darwin') return uidFromPs(await run('/bin/ps', ['-o', 'uid=', '-p', String(pid)])) === own;
    return false;
  } catch {
    return false;
  }
}

/**
 * Who would start a process of this user again when it ends, and the command after which they do not; null where nobody would, as
 * far as the system tells. Never throws. docs/unseen.md for macOS.
 */
export async function keeperOf(pid: number, platform: NodeJS.Platform = process.platform): Promise<Keeper | null> {
  try {
    if (platform === 'linux') return keeperInCgroup(await readFile(`/proc/${pid}/cgroup`, 'utf8'));
    if (platform === 'darwin')
      return keeperInLaunchctl(await run('/bin/launchctl', ['list']), pid, process.getuid?.() ?? 0);
    return null;
  } catch {
    return null;
  }
}

/** The user in the output of `ps -o uid=` (ps(1)). */
export const uidFromPs = (output: string): number => Number.parseInt(output.trim(), 10);

/**
 * From the output of `launchctl list`, `PID Status Label` with tabs: the service whose process it is. Programs of the desktop are in
 * that list too, and nobody starts those again.
 */
export function keeperInLaunchctl(output: string, pid: number, uid: number): Keeper | null {
  const label = new RegExp(`^${pid}\\t[^\\t]*\\t(.+)$`, 'm').exec(output)?.[1]?.trim();
  if (label === undefined || label.startsWith('application.')) return null;
  const formula = /^homebrew\.mxcl\.(.+)$/.exec(label)?.[1];
  if (formula !== undefined) return { by: 'Homebrew', command: `brew services stop ${formula}` };
  return { by: 'launchd', command: `launchctl bootout gui/${uid}/${label}` };
}

/**
 * From the text of /proc/PID/cgroup (cgroups(7)): a unit of systemd that is called for it. What somebody has started by hand is in the
 * unit of their terminal, or of cron, which is not to be stopped for it.
 */
export function keeperInCgroup(text: string): Keeper | null {
  const path = text.split('\n').find((line) => /^(0:|\d+:name=systemd)/.test(line)) ?? '';
  const unit = /\/([^/]*gearman[^/]*\.service)$/i.exec(path)?.[1];
  if (unit === undefined) return null;
  const isUsers = path.includes('/user@');
  return { by: 'systemd', command: isUsers ? `systemctl --user stop ${unit}` : `sudo systemctl stop ${unit}` };
}

function run(file: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { timeout: PATIENCE }, (error, stdout) => (error === null ? resolve(stdout) : reject(error)));
  });
}
