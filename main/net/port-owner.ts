import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import type { PortOwner } from '../contract/server.ts';

/** Time that a helper program of the system may take, ms. */
const PATIENCE = 3000;

/** Who listens on a TCP port of this machine; null where the system does not tell us. Never throws. */
export async function ownerOf(port: number, platform: NodeJS.Platform = process.platform): Promise<PortOwner | null> {
  try {
    if (platform === 'linux') return await onLinux(port);
    if (platform === 'darwin')
      return fromLsof(await run('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpcn']));
    if (platform === 'win32') return await onWindows(port);
    return null;
  } catch {
    return null;
  }
}

/**
 * Whose a connection is that comes from a port of this machine to one where we listen; null where the system does not tell us.
 * Never throws. docs/unseen.md for macOS and Windows.
 */
export async function ownerOfConnection(
  { from, to }: { from: number; to: number },
  platform: NodeJS.Platform = process.platform,
): Promise<PortOwner | null> {
  try {
    if (platform === 'linux') return await holderOf((table) => connectedInodes(table, from, to));
    if (platform === 'darwin')
      return callerFromLsof(await run('/usr/sbin/lsof', ['-nP', `-iTCP:${from}`, '-Fpcn']), from, to);
    if (platform === 'win32') return await namedOnWindows(callingPid(await netstat(), from, to));
    return null;
  } catch {
    return null;
  }
}

const onLinux = (port: number): Promise<PortOwner | null> => holderOf((table) => listeningInodes(table, port));

/** The process that holds one of the sockets that are found in the system's tables of them. */
async function holderOf(find: (table: string) => string[]): Promise<PortOwner | null> {
  const inodes = new Set((await socketTables()).flatMap(find));
  if (inodes.size === 0) return null;
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of processes) {
    const links = await readdir(`/proc/${pid}/fd`).catch(() => []); // other people's processes are closed to us
    for (const link of links) {
      const target = await readlink(`/proc/${pid}/fd/${link}`).catch(() => '');
      if (!inodes.has(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? '')) continue;
      return { pid: Number(pid), name: await nameOnLinux(pid) };
    }
  }
  return null;
}

/** What a process is called; ours in a terminal runs on a program that is called otherwise. */
async function nameOnLinux(pid: string | number): Promise<string> {
  const name = (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return OURS.test(line) ? 'gearbench' : name;
}

/** The command line's own program in a checkout, and in what is packaged. */
const OURS = /\/main\/cli\/index\.ts\0|gearbench[^\0]*\/out\/main\/cli\.js\0/i;

/**
 * The name of a job server's process, of which the system does not tell what it holds because it is another person's; null
 * where the process with that number is no job server of this machine. Never throws.
 */
export async function jobServerOf(
  pid: number,
  platform: NodeJS.Platform = process.platform,
): Promise<PortOwner | null> {
  try {
    const path =
      platform === 'linux' ? await nameOnLinux(pid) : await run('/bin/ps', ['-o', 'comm=', '-p', String(pid)]);
    const name = path.trim().split('/').at(-1) ?? '';
    // One that runs in a container, or is reached through a tunnel, has its number elsewhere.
    return /gearman|gearbench/i.test(name) ? { pid, name } : null;
  } catch {
    return null;
  }
}

/**
 * The local ports of the TCP connections that the processes of a group have; empty where the system does not tell us. Never
 * throws. docs/unseen.md for macOS.
 */
export async function portsOfGroup(group: number, platform: NodeJS.Platform = process.platform): Promise<number[]> {
  try {
    if (platform === 'linux') return await portsOnLinux(group);
    if (platform === 'darwin')
      return portsFromLsof(await run('/usr/sbin/lsof', ['-nP', '-a', '-g', String(group), '-iTCP', '-Fn']));
    return [];
  } catch {
    return [];
  }
}

async function portsOnLinux(group: number): Promise<number[]> {
  const inodes = new Set<string>();
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (groupOf(stat) !== group) continue;
    for (const link of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${link}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined) inodes.add(inode);
    }
  }
  if (inodes.size === 0) return [];
  return (await socketTables()).flatMap((table) => connectedPorts(table, inodes));
}

const socketTables = (): Promise<string[]> =>
  Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')));

/** The process group in the text of /proc/PID/stat; the name before it may have blanks and parentheses (proc(5)). */
export const groupOf = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);

/** Local ports of the connections with these inodes, from the text of /proc/net/tcp or tcp6. */
export function connectedPorts(table: string, inodes: ReadonlySet<string>): number[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    return state === '01' && inodes.has(inode) ? [Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16)] : [];
  });
}

/** Local ports in the output of `lsof -F n`: `n127.0.0.1:50000->127.0.0.1:4730` (lsof(8)). */
export const portsFromLsof = (output: string): number[] =>
  [...output.matchAll(/^n\S*:(\d+)->/gm)].map(([, port]) => Number(port));

/** Inodes of the sockets that listen on the port, from the text of /proc/net/tcp or tcp6 (proc(5)). */
export const listeningInodes = (table: string, port: number): string[] =>
  inodesIn(table, (local, _remote, state) => state === '0A' && local.endsWith(hexPort(port)));

/** Inodes of the sockets whose connection goes from one port to the other, from the same text. */
export const connectedInodes = (table: string, from: number, to: number): string[] =>
  inodesIn(
    table,
    (local, remote, state) => state === '01' && local.endsWith(hexPort(from)) && remote.endsWith(hexPort(to)),
  );

const hexPort = (port: number): string => `:${port.toString(16).toUpperCase().padStart(4, '0')}`;

function inodesIn(table: string, isMeant: (local: string, remote: string, state: string) => boolean): string[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', remote = '', state = '', , , , , , inode = ''] = line.trim().split(/\s+/);
    return isMeant(local, remote, state) ? [inode] : [];
  });
}

/** The first process in the output of `lsof -F pcn`, one field a line with its letter in front (lsof(8)). */
export function fromLsof(output: string): PortOwner | null {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const name = /^c(.+)$/m.exec(output)?.[1];
  return pid === undefined ? null : { pid: Number(pid), name: name ?? '' };
}

/** The process whose end of a connection is the one that calls, in the same output for that port: both ends may be here. */
export function callerFromLsof(output: string, from: number, to: number): PortOwner | null {
  const isCaller = new RegExp(`^n\\S*:${from}->\\S*:${to}$`, 'm');
  return fromLsof(output.split(/^(?=p)/m).find((each) => isCaller.test(each)) ?? '');
}

const netstat = (): Promise<string> => run('netstat.exe', ['-ano', '-p', 'TCP']);

const onWindows = async (port: number): Promise<PortOwner | null> =>
  namedOnWindows(listeningPid(await netstat(), port));

async function namedOnWindows(pid: number | null): Promise<PortOwner | null> {
  if (pid === null) return null;
  return { pid, name: fromTasklist(await run('tasklist.exe', ['/fi', `PID eq ${pid}`, '/fo', 'csv', '/nh'])) };
}

/** The process that listens on the port, from the output of `netstat -ano`. The word for LISTENING is translated; its remote port is 0. */
export const listeningPid = (output: string, port: number): number | null => callingPid(output, port, 0);

/** The process whose connection goes from one port to the other, from the same output. */
export function callingPid(output: string, from: number, to: number): number | null {
  for (const line of output.split(/\r?\n/)) {
    const [protocol, local = '', remote = '', , pid] = line.trim().split(/\s+/);
    if (protocol === 'TCP' && local.endsWith(`:${from}`) && remote.endsWith(`:${to}`)) return Number(pid);
  }
  return null;
}

/** The image name in a line of `tasklist /fo csv /nh`, without its ending. */
export const fromTasklist = (output: string): string => /^"([^"]+?)(\.exe)?"/i.exec(output.trim())?.[1] ?? '';

function run(file: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { timeout: PATIENCE, windowsHide: true }, (error, stdout) => {
      // lsof exits with 1 where it could not look at something; what it found counts.
      if (error !== null && stdout === '') reject(error);
      else resolve(stdout);
    });
  });
}
