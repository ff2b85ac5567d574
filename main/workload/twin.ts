import type { Job } from '../client/submit.ts';
import { stockServers } from '../util/gearman-address.ts';
import { printing, quoted } from '../util/shell-quote.ts';

/** Bytes of a workload, or of a packet, that a line of a shell is made of; more is sent from a file. */
const MOST = 16 * 1024;

/** Letters of the stock tool for what is not as usual. */
const PRIORITY = { high: ['-I'], normal: [], low: ['-L'] } as const;

export interface TwinParts {
  job: Omit<Job, 'workload'>;
  /** The file that it is, or the bytes. */
  workload: { path: string } | { bytes: Buffer };
  /** The whole packet, for what the stock tool cannot do. */
  packet: Buffer | null;
  /** Several where the job is spread: the stock tool takes the first that answers. */
  targets: readonly { host: string; port: number }[];
}

/**
 * A line for a POSIX shell that submits the same: by the stock tool where that can, which gives a job without a unique ID one of
 * its own; else by the bytes of the packet. Null where it would be too long, or where a name is no text.
 */
export function submitLine({
  job,
  workload,
  packet,
  targets,
}: TwinParts): { line: string; by: 'gearman' | 'bytes' } | null {
  if (job.at != null) {
    if (packet === null || packet.length > MOST) return null;
    const { host, port } = targets[0] ?? { host: '127.0.0.1', port: 4730 };
    return { line: `${printing(packet)} | nc -w 2 ${quoted(host)} ${port}`, by: 'bytes' };
  }
  const [name, unique] = [textOf(job.function), textOf(job.unique)];
  if (name === null || unique === null) return null;
  const { options, others } = stockServers(targets);
  const line = (words: readonly string[]) =>
    `${others === '' ? '' : `GEARMAN_SERVERS=${quoted(others)} `}${words.map(quoted).join(' ')}`;
  const words = [
    'gearman',
    ...options,
    ...valued('-f', name),
    ...(job.background ? ['-b'] : []),
    ...PRIORITY[job.priority],
    ...(unique === '' ? [] : valued('-u', unique)),
  ];
  if ('path' in workload) return { line: `${line(words)} < ${quoted(workload.path)}`, by: 'gearman' };
  if (workload.bytes.length > MOST) return null;
  if (workload.bytes.length === 0) return { line: line([...words, '-s']), by: 'gearman' };
  return { line: `${printing(workload.bytes)} | ${line(words)}`, by: 'gearman' };
}

/** A value that begins as an option does stands in one word with its letter. */
const valued = (letter: string, value: string): string[] =>
  value.startsWith('-') ? [`${letter}${value}`] : [letter, value];

/** A name as text; null where no command line can have it. */
function textOf(wire: string): string | null {
  const bytes = Buffer.from(wire, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) && !text.includes('\0') ? text : null;
}
