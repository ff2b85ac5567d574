import type { Machine } from '../machine.ts';

/** A process that may have a PHP in it. */
export interface Process {
  pid: number;
  /** Its command line, or what it has made of it. */
  title: string;
  /** Its program; null where the system does not tell us. */
  program: string | null;
  /** When it was started, ms since the epoch; null where the system does not tell. */
  started: number | null;
}

/** Masters of PHP-FPM, and Apaches. */
const OF_INTEREST = /php-fpm: master process|(^|\/)(httpd|apache2)( |$)/;

/** Ticks of a second in /proc (proc(5)); the kernel has had no other number on what runs PHP. */
const TICKS = 100;

export function lookForProcesses(machine: Machine): Promise<Process[]> {
  if (machine.platform === 'linux') return onLinux(machine);
  return machine.platform === 'darwin' ? onMac(machine) : Promise.resolve([]);
}

async function onLinux(machine: Machine): Promise<Process[]> {
  const boot = Number(
    /^btime (\d+)$/m.exec((await machine.read('/proc/stat'))?.toString('utf8') ?? '')?.[1] ?? Number.NaN,
  );
  const found: Process[] = [];
  for (const name of await machine.list('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const title = ((await machine.read(`/proc/${name}/cmdline`))?.toString('utf8') ?? '').replaceAll('\0', ' ').trim();
    if (!OF_INTEREST.test(title)) continue;
    const stat = (await machine.read(`/proc/${name}/stat`))?.toString('utf8') ?? '';
    const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
    const started = (boot + ticks / TICKS) * 1000;
    found.push({
      pid: Number(name),
      title,
      program: await machine.real(`/proc/${name}/exe`),
      started: Number.isFinite(started) ? started : null,
    });
  }
  return found;
}

async function onMac(machine: Machine): Promise<Process[]> {
  const { out } = await machine.run(['/bin/ps', '-axo', 'pid=,lstart=,command=']);
  const found: Process[] = [];
  for (const line of out.split('\n')) {
    const [, pid, started = '', title = ''] = /^\s*(\d+)\s+(\w{3} \w{3}\s+\d+ [\d:]{8} \d{4})\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || !OF_INTEREST.test(title)) continue;
    // The first text file of a process is its program (lsof(8)).
    const files = await machine.run(['/usr/sbin/lsof', '-a', '-p', pid, '-d', 'txt', '-Fn']);
    const program = /^n(\/.*)$/m.exec(files.out)?.[1] ?? null;
    const time = Date.parse(started);
    found.push({ pid: Number(pid), title, program, started: Number.isNaN(time) ? null : time });
  }
  return found;
}
