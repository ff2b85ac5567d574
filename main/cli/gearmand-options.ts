import { readFileSync } from 'node:fs';
import { AppError } from '../contract/errors.ts';
import { type ChosenLimits, LIMITS } from '../contract/limits.ts';
import { portOf } from '../contract/server-list.ts';
import type { TlsFiles } from '../net/tls.ts';
import { rulesFrom, type ServerRules } from '../server/rules.ts';
import { wireOf } from '../util/wire.ts';
import { type Group, helpOf, parseOptions } from './options.ts';

/** Log levels of gearmand, from the gravest on. docs/protocol.md section 8. */
export const LEVELS = ['FATAL', 'ALERT', 'CRITICAL', 'ERROR', 'WARNING', 'NOTICE', 'INFO', 'DEBUG'] as const;
export type Level = (typeof LEVELS)[number];

const INT: readonly [number, number] = [-(2 ** 31), 2 ** 31 - 1];
const COUNT: readonly [number, number] = [0, 2 ** 32 - 1];

const OTHER_QUEUE = 'the queues here are builtin and libsqlite3';

/** Every option of gearmand 1.1.20. docs/protocol.md section 8. */
const GROUPS = [
  {
    title: 'General options',
    options: [
      { name: 'backlog', short: 'b', takes: INT, help: 'Connections that may wait to be accepted.', idle: 'it is 511' },
      { name: 'daemon', short: 'd', help: 'Detach and run in the background.' },
      { name: 'exceptions', help: 'Give exceptions to all clients, asked for or not.' },
      {
        name: 'file-descriptors',
        short: 'f',
        takes: [-1, Number.MAX_SAFE_INTEGER],
        help: 'Files and connections that may be open.',
        idle: 'there may be as many as the system allows',
      },
      { name: 'help', short: 'h', help: 'Show this text.' },
      {
        name: 'job-retries',
        short: 'j',
        takes: COUNT,
        default: '0',
        help: 'Times in all that a job is given to a worker before it fails, up to 255. 0 is without limit.',
      },
      { name: 'job-handle-prefix', takes: 'text', help: 'What job handles begin with, otherwise H:<host name>.' },
      {
        name: 'hashtable-buckets',
        takes: COUNT,
        help: 'Buckets of the tables of jobs.',
        idle: 'they grow with the jobs',
      },
      { name: 'keepalive', help: 'Ask idle connections whether they live.', idle: 'it is always on' },
      {
        name: 'keepalive-idle',
        takes: INT,
        default: '-1',
        help: `Seconds of silence before that. -1 is ${LIMITS.keepAlive.default}.`,
      },
      {
        name: 'keepalive-interval',
        takes: INT,
        help: 'Seconds between two such questions.',
        idle: 'the system decides',
      },
      { name: 'keepalive-count', takes: INT, help: 'Questions without an answer.', idle: 'the system decides' },
      {
        name: 'log-file',
        short: 'l',
        takes: 'text',
        help: 'File to write the log to, stderr or none. Without it stderr, and with --daemon /var/log/gearmand.log.',
      },
      {
        name: 'listen',
        short: 'L',
        takes: 'text',
        help: 'Address or name to listen on. Without it 127.0.0.1 and ::1.',
      },
      {
        name: 'pid-file',
        short: 'P',
        takes: 'text',
        help: 'File to write the process id to. Without it none, and with --daemon /var/gearmand.pid if that can be written.',
      },
      { name: 'protocol', short: 'r', takes: 'text', help: 'Another protocol to speak; there is none, not even http.' },
      { name: 'round-robin', short: 'R', help: "Take jobs of a worker's functions in turn." },
      {
        name: 'queue-type',
        short: 'q',
        takes: 'text',
        default: 'builtin',
        help: 'Where jobs are kept: builtin or libsqlite3.',
      },
      {
        name: 'config-file',
        takes: 'text',
        default: '/etc/gearmand.conf',
        help: 'File with more options, written as on the command line, which goes before it.',
      },
      { name: 'syslog', help: 'Write the log to syslog.', idle: 'the log goes where --log-file says' },
      { name: 'coredump', help: 'Write a core dump at a crash.', idle: 'the system decides' },
      { name: 'threads', short: 't', takes: COUNT, help: 'Threads for connections.', idle: 'one serves all' },
      { name: 'user', short: 'u', takes: 'text', help: 'Run as that user and its group once the port is open.' },
      { name: 'verbose', takes: 'text', default: 'ERROR', help: `${LEVELS.join(', ')}.` },
      { name: 'version', short: 'V', help: 'Show the version.' },
      {
        name: 'worker-wakeup',
        short: 'w',
        takes: COUNT,
        default: '0',
        help: 'Workers woken for each job, up to 255. 0 is all.',
      },
      { name: 'check-args', help: 'Check the options and end.', hidden: true },
    ],
  },
  {
    title: 'HTTP',
    options: [{ name: 'http-port', takes: 'text', help: 'Port of the HTTP protocol.', idle: 'it is not spoken' }],
  },
  {
    title: 'Gear',
    options: [
      {
        name: 'port',
        short: 'p',
        takes: 'text',
        default: '4730',
        help: 'Port to listen on, otherwise that of GEARMAND_PORT.',
      },
      { name: 'ssl', help: 'Speak TLS.' },
      { name: 'ssl-ca-file', takes: 'text', help: 'Let in only who has a certificate of this authority.' },
      {
        name: 'ssl-certificate',
        takes: 'text',
        default: '/etc/ssl/certs/gearmand.pem',
        help: 'Certificate of the server.',
      },
      { name: 'ssl-key', takes: 'text', default: '/etc/ssl/certs/gearmand.key', help: 'Its private key.' },
    ],
  },
  {
    title: 'libsqlite3',
    options: [
      { name: 'libsqlite3-db', takes: 'text', help: 'Database file of the queue.' },
      { name: 'libsqlite3-table', takes: 'text', default: 'gearman_queue', help: 'Its table.' },
      {
        name: 'store-queue-on-shutdown',
        help: 'Write jobs to the queue at the end.',
        idle: 'they are written when they come',
      },
    ],
  },
  {
    title: 'Other queues',
    options: [
      { name: 'libmemcached-servers', takes: 'text', help: 'Servers.', idle: OTHER_QUEUE },
      { name: 'libmemcached-prefix', takes: 'text', help: 'Prefix of keys.', idle: OTHER_QUEUE },
      { name: 'libpq-conninfo', takes: 'text', help: 'Connection.', idle: OTHER_QUEUE },
      { name: 'libpq-table', takes: 'text', help: 'Table.', idle: OTHER_QUEUE },
      { name: 'redis-server', takes: 'text', help: 'Host.', idle: OTHER_QUEUE },
      { name: 'redis-port', takes: 'text', help: 'Port.', idle: OTHER_QUEUE },
      { name: 'redis-password', takes: 'text', help: 'Password.', idle: OTHER_QUEUE },
      { name: 'redis-prefix', takes: 'text', help: 'Prefix of keys.', idle: OTHER_QUEUE },
      { name: 'mysql-host', takes: 'text', help: 'Host.', idle: OTHER_QUEUE },
      { name: 'mysql-port', takes: 'text', help: 'Port.', idle: OTHER_QUEUE },
      { name: 'mysql-user', takes: 'text', help: 'User.', idle: OTHER_QUEUE },
      { name: 'mysql-password', takes: 'text', help: 'Password.', idle: OTHER_QUEUE },
      { name: 'mysql-db', takes: 'text', help: 'Database.', idle: OTHER_QUEUE },
      { name: 'mysql-table', takes: 'text', help: 'Table.', idle: OTHER_QUEUE },
    ],
  },
] as const satisfies readonly Group[];

type Name = (typeof GROUPS)[number]['options'][number]['name'];
type Values = ReadonlyMap<Name, string>;

const OPTIONS = (GROUPS as readonly Group<Name>[]).flatMap(({ options }) => options);

/** What a start of the server was asked for. */
export interface GearmandSettings {
  port: number;
  listen: string | undefined;
  level: Level;
  rules: Partial<ServerRules>;
  daemon: boolean;
  logFile: string | undefined;
  pidFile: string | undefined;
  user: string | undefined;
  fileDescriptors: number | undefined;
  limits: ChosenLimits;
  queue: { path: string; table: string } | undefined;
  tls: TlsFiles | undefined;
}

/** What is read when no other file is named; that it is not there is no error. */
const CONFIG_FILE = '/etc/gearmand.conf';

/**
 * The options of the command line and, behind them, of the file. Throws `bad-input` in gearmand's words. In the file options
 * stand as on the command line, and a word that belongs to none is passed over.
 */
export function gearmandValues(args: readonly string[], configFile = CONFIG_FILE): Values {
  const values = parseOptions(OPTIONS, args, { guess: false, words: 'refused' });
  const named = values.get('config-file');
  const text = textOf(named ?? configFile);
  if (text === undefined && named !== undefined && named !== configFile) refuse('Could not open configuration file.');
  const words = (text ?? '').split(/[ \n\r]+/).filter((word) => word !== '');
  const visible = OPTIONS.filter(({ hidden }) => !hidden);
  return new Map([...parseOptions(visible, words, { guess: true, words: 'ignored' }), ...values]);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** What the options mean together. Throws `bad-input` where that cannot be; no option that asks for safety is passed over. */
export function gearmandSettings(values: Values, environment: NodeJS.ProcessEnv): GearmandSettings {
  const asked = values.get('verbose') ?? 'ERROR';
  const level = LEVELS.find((each) => each === asked.toUpperCase()) ?? refuse('Invalid value for --verbose supplied');
  if (Number(values.get('hashtable-buckets') ?? 1) === 0) refuse('hashtable-buckets has to be greater than 0');
  const protocol = values.get('protocol');
  if (protocol !== undefined) refuse(`Unknown protocol module : ${protocol}`);
  const text = values.get('port') ?? (environment['GEARMAND_PORT'] || '4730');
  const port = portOf(text) ?? refuse(`“${text}” is no port`);
  const rules = rulesOf(values, level);
  rulesFrom(rules);
  return {
    port,
    level,
    rules,
    daemon: values.has('daemon'),
    listen: values.get('listen'),
    logFile: values.get('log-file'),
    pidFile: values.get('pid-file'),
    user: values.get('user'),
    fileDescriptors: numberOf(values.get('file-descriptors')),
    limits: limitsOf(values),
    queue: queueOf(values),
    tls: tlsOf(values, environment),
  };
}

const rulesOf = (values: Values, verbosity: Level): Partial<ServerRules> => ({
  verbosity,
  jobRetries: numberOf(values.get('job-retries')) ?? 0,
  workerWakeup: numberOf(values.get('worker-wakeup')) ?? 0,
  roundRobin: values.has('round-robin'),
  exceptions: values.has('exceptions'),
  ...(values.has('job-handle-prefix') && { handlePrefix: wireOf(values.get('job-handle-prefix') as string) }),
});

/** No positive number of seconds leaves it as it is. */
function limitsOf(values: Values): ChosenLimits {
  const seconds = numberOf(values.get('keepalive-idle')) ?? -1;
  return seconds > 0 ? { keepAlive: Math.min(seconds, LIMITS.keepAlive.most) } : {};
}

function queueOf(values: Values): GearmandSettings['queue'] {
  const type = values.get('queue-type') ?? 'builtin';
  const path = values.get('libsqlite3-db');
  if (type === 'libsqlite3') {
    if (path === undefined) refuse('--queue-type=libsqlite3 needs --libsqlite3-db');
    return { path, table: values.get('libsqlite3-table') ?? 'gearman_queue' };
  }
  if (type !== 'builtin')
    refuse(`Error while initializing the queue : ${type} (the queues here are builtin and libsqlite3)`);
  if (path !== undefined) refuse('--libsqlite3-db needs --queue-type=libsqlite3');
  return undefined;
}

/** As in gearmand the environment goes before the options. */
function tlsOf(values: Values, environment: NodeJS.ProcessEnv): TlsFiles | undefined {
  if (!values.has('ssl')) {
    const alone = (['ssl-ca-file', 'ssl-certificate', 'ssl-key'] as const).find((name) => values.has(name));
    if (alone !== undefined) refuse(`--${alone} needs --ssl`);
    return undefined;
  }
  const ca = environment['GEARMAND_CA_CERTIFICATE'] ?? values.get('ssl-ca-file');
  return {
    certificate: environment['GEARMAND_SERVER_PEM'] ?? values.get('ssl-certificate') ?? '/etc/ssl/certs/gearmand.pem',
    key: environment['GEARMAND_SERVER_KEY'] ?? values.get('ssl-key') ?? '/etc/ssl/certs/gearmand.key',
    ...(ca !== undefined && { ca }),
  };
}

/** A line for each option that was given and has no effect. */
export const idleOptions = (values: Values): string[] =>
  OPTIONS.filter(({ name, idle }) => idle !== undefined && values.has(name)).map(
    ({ name, idle }) => `--${name} has no effect: ${idle}`,
  );

export const gearmandHelp = (): string => helpOf(GROUPS);

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** The bytes of an argument, one character each, as names are inside. */
function refuse(message: string): never {
  throw new AppError('bad-input', message);
}
