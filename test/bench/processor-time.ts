import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the system's clock in a second, as Linux tells times of processes; proc(5). */
const TICK = 1000 / 100;

/** What all processes below these have had of a processor since they were started, with those below them that have ended, ms. Linux only. */
export function processorTimeOf(roots: readonly number[]): number {
  const processes = new Map(readdirSync('/proc').filter(isNumber).flatMap(read));
  const isBelow = (pid: number): boolean => {
    const parent = processes.get(pid)?.parent;
    return roots.includes(pid) || (parent !== undefined && isBelow(parent));
  };
  const ticks = [...processes].reduce((sum, [pid, { own }]) => (isBelow(pid) ? sum + own : sum), 0);
  return ticks * TICK;
}

const isNumber = (name: string): boolean => /^\d+$/.test(name);

function read(pid: string): [number, { parent: number; own: number }][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name, which may have blanks and brackets: state, parent, ...; utime, stime, cutime, cstime.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const own = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return [[Number(pid), { parent: Number(fields[1]), own }]];
  } catch {
    return []; // it has ended meanwhile
  }
}
