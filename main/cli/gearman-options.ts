import { AppError } from '../contract/errors.ts';
import type { Priority } from '../contract/jobs.ts';
import { portOf } from '../contract/server-list.ts';
import { wireOf } from '../util/wire.ts';
import { type Group, helpOf, type Option, readOptions } from './options.ts';

const INT: readonly [number, number] = [-2147483648, 2147483647];

/** Every option of gearman 1.1.20, by its letter; the long names are ours. */
const GROUPS = [
  {
    title: 'Client and worker',
    options: [
      { name: 'function', short: 'f', takes: 'text', help: 'Function of the jobs. May be given more than once.' },
      {
        name: 'host',
        short: 'h',
        takes: 'text',
        default: 'localhost',
        help: 'Job server. Those of GEARMAN_SERVERS are used too.',
      },
      { name: 'port', short: 'p', takes: 'text', default: '4730', help: 'Its port.' },
      {
        name: 'timeout',
        short: 't',
        takes: INT,
        help:
          'Milliseconds to wait for the next answer; 0 or less is without limit. A worker waits so long for a connection, ' +
          'and with -c for a job.',
      },
      { name: 'lines', short: 'n', help: 'Client: each line of standard input is a job. Worker: each line is sent.' },
      { name: 'strip', short: 'N', help: 'As -n, but without the line ends.' },
      { name: 'verbose', short: 'v', help: 'Client: tell the handles of jobs.' },
      { name: 'pid-file', short: 'i', takes: 'text', help: 'Write the process number to the file while running.' },
      {
        name: 'ssl',
        short: 'S',
        help: 'TLS, with GEARMAND_CA_CERTIFICATE, GEARMAN_CLIENT_PEM and GEARMAN_CLIENT_KEY.',
      },
      { name: 'daemon', short: 'd', help: 'Run detached from the terminal.' },
      { name: 'help', short: 'H', help: 'Show this text.' },
    ],
  },
  {
    title: 'Client',
    options: [
      { name: 'background', short: 'b', help: 'Do not wait for the results.' },
      { name: 'high', short: 'I', help: 'High priority.' },
      { name: 'low', short: 'L', help: 'Low priority.' },
      { name: 'prefix', short: 'P', help: 'The function before all that is told of a job.' },
      { name: 'no-input', short: 's', help: 'An empty workload; standard input is not read.' },
      { name: 'unique', short: 'u', takes: 'text', help: 'Unique ID of the jobs; otherwise each has one of its own.' },
    ],
  },
  {
    title: 'Worker',
    options: [
      { name: 'worker', short: 'w', help: 'Do jobs, with the command or, without one, by printing them.' },
      { name: 'count', short: 'c', takes: [0, 4294967295], help: 'End after so many jobs; 0 is never.' },
    ],
  },
] as const satisfies readonly Group[];

type Name = (typeof GROUPS)[number]['options'][number]['name'];

const OPTIONS: readonly Option<Name>[] = GROUPS.flatMap(({ options }): readonly Option<Name>[] => options);

export interface GearmanSettings {
  /** As on the wire. */
  functions: string[];
  host: string;
  port: number;
  ssl: boolean;
  /** ms; undefined is without limit. */
  timeout: number | undefined;
  /** Whether work is cut into lines, and whether they keep their ends. */
  lines: 'no' | 'whole' | 'stripped';
  verbose: boolean;
  pidFile: string | undefined;
  daemon: boolean;
  background: boolean;
  priority: Priority;
  prefix: boolean;
  noInput: boolean;
  /** As on the wire; empty is another one for each job. */
  unique: string;
  worker: boolean;
  /** Jobs after which a worker ends; 0 is without limit. */
  count: number;
  /** A client's workloads, a worker's command. */
  words: string[];
}

/** What the options ask for, or that help is asked for. Throws `bad-input`. docs/protocol.md section 8. */
export function gearmanSettings(args: readonly string[]): GearmanSettings | 'help' {
  const { given, others } = readOptions(OPTIONS, args, false);
  const values = new Map(given); // the last one counts
  const has = (name: Name) => values.has(name);
  if (has('help')) return 'help';
  const port = portOf(values.get('port') ?? '4730');
  if (port === undefined)
    throw new AppError('bad-input', `“${values.get('port')}” is no port. A port is a number from 1 to 65535.`);
  const timeout = Number(values.get('timeout') ?? 0);
  return {
    functions: functionsOf(given),
    host: values.get('host') ?? 'localhost',
    port,
    ssl: has('ssl'),
    timeout: timeout > 0 ? timeout : undefined,
    lines: has('strip') ? 'stripped' : has('lines') ? 'whole' : 'no',
    verbose: has('verbose'),
    pidFile: values.get('pid-file'),
    daemon: has('daemon'),
    background: has('background'),
    priority: given.reduce<Priority>((before, [name]) => (name === 'high' || name === 'low' ? name : before), 'normal'),
    prefix: has('prefix'),
    noInput: has('no-input'),
    unique: wireOf(values.get('unique') ?? ''),
    worker: has('worker'),
    count: Number(values.get('count') ?? 0),
    words: others,
  };
}

function functionsOf(given: readonly [Name, string][]): string[] {
  const names = given.flatMap(([name, value]) => (name === 'function' ? [value] : []));
  if (names.length === 0) throw new AppError('bad-input', 'No function was given. Name it with -f, as -f wc.');
  if (names.includes('')) throw new AppError('bad-input', 'The name of a function cannot be empty.');
  return names.map(wireOf);
}

export const gearmanHelp = (): string => `Usage: gearbench gearman [options] [workload...]
       gearbench gearman -w [options] [-- command [arguments...]]

Submits jobs, or does them, with gearman's options.

${helpOf(GROUPS)}
Exit codes of the client: 0 all jobs were done, 1 a job failed or the options are
wrong, 69 no job server, 75 nothing came within -t, 76 the server refused a job.
Those of the worker: 0 it was asked to end or has done -c jobs, 1 the options are
wrong, 75 no job came within -t, 127 there is no such command.
`;
