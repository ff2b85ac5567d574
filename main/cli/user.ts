import { spawnSync } from 'node:child_process';
import { AppError } from '../contract/errors.ts';

export interface User {
  name: string;
  uid: number;
  gid: number;
}

/** Looks the user up. Throws `bad-input` in gearmand's words where there is none, or where only root could become it. */
export function findUser(name: string): User {
  if (process.geteuid?.() !== 0) refuse('Must be root to switch users.');
  const [uid, gid] = ['-u', '-g'].map((which) => spawnSync('id', [which, '--', name], { encoding: 'utf8' }).stdout);
  if (!uid || !gid) refuse(`Could not find user : ${name}`);
  return { name, uid: Number(uid), gid: Number(gid) };
}

/** Becomes the user with its group and no other, for good. Throws `bad-input` where the system does not let it. */
export function becomeUser({ name, uid, gid }: User): void {
  try {
    process.setgroups?.([]);
    process.setgid?.(gid);
    process.setuid?.(uid);
  } catch (error) {
    refuse(`Could not switch to user : ${name} (${(error as Error).message})`);
  }
  const is = [process.getuid?.(), process.geteuid?.(), process.getgid?.(), process.getegid?.()];
  if (is.join() !== [uid, uid, gid, gid].join()) refuse(`Could not switch to user : ${name}`);
}

function refuse(message: string): never {
  throw new AppError('bad-input', message);
}
