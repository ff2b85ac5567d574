import { type AdminSession, openAdmin } from '../client/admin.ts';
import { AppError } from '../contract/errors.ts';
import { type Group, helpOf, parseOptions } from './options.ts';
import { stockTls } from './stock-tls.ts';

/** Every option of gearadmin 1.1.20; its help is compared with this one byte by byte. */
const GROUP = {
  title: 'Options',
  options: [
    { name: 'help', help: 'Options related to the program.' },
    { name: 'host', short: 'h', takes: 'text', default: 'localhost', help: 'Connect to the host' },
    { name: 'port', short: 'p', takes: 'text', default: '4730', help: 'Port number or service to use for connection' },
    { name: 'server-version', help: 'Fetch the version number for the server.' },
    { name: 'server-verbose', help: 'Fetch the verbose setting for the server.' },
    { name: 'create-function', takes: 'text', help: 'Create the function from the server.' },
    { name: 'cancel-job', takes: 'text', help: "Remove a given job from the server's queue" },
    { name: 'drop-function', takes: 'text', help: 'Drop the function from the server.' },
    { name: 'show-unique-jobs', help: 'Show unique IDs of jobs on the server.' },
    { name: 'show-jobs', help: 'Show all jobs on the server.' },
    { name: 'getpid', help: 'Get Process ID for the server.' },
    { name: 'status', help: 'Status for the server.' },
    { name: 'priority-status', help: 'Queued jobs status by priority.' },
    { name: 'workers', help: 'Workers for the server.' },
    { name: 'ssl', short: 'S', help: 'Enable SSL connections.' },
  ],
} as const satisfies Group;

type Name = (typeof GROUP)['options'][number]['name'];
type Values = ReadonlyMap<Name, string>;

/** What is asked for each option, in the order in which gearadmin asks, whatever the order of the options. */
const QUESTIONS: readonly [option: Name, line: (argument: string) => string, answer: 'line' | 'table'][] = [
  ['getpid', () => 'getpid', 'line'],
  ['create-function', (name) => `create function ${name}`, 'line'],
  ['drop-function', (name) => `drop function ${name}`, 'line'],
  ['show-jobs', () => 'show jobs', 'table'],
  ['show-unique-jobs', () => 'show unique jobs', 'table'],
  ['cancel-job', (handle) => `cancel job ${handle}`, 'line'],
  ['server-verbose', () => 'verbose', 'line'],
  ['server-version', () => 'version', 'line'],
  ['workers', () => 'workers', 'table'],
  ['priority-status', () => 'prioritystatus', 'table'],
  ['status', () => 'status', 'table'],
];

export const gearadminHelp = (): string => helpOf([GROUP]);

/** `gearbench gearadmin`: says and ends as gearadmin does. Resolves with the exit code; what the server refuses is none. */
export async function gearadmin(args: string[]): Promise<number> {
  const help = gearadminHelp();
  let values: Values;
  try {
    values = parseOptions<Name>(GROUP.options, args, { guess: true, words: 'ignored' });
  } catch (error) {
    process.stdout.write(`gearadmin : ${(error as Error).message}\n\n${help}\n`);
    return 1;
  }
  if (values.has('help')) {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  const questions = QUESTIONS.filter(([option]) => values.has(option));
  if (questions.length === 0) {
    process.stdout.write(`No option execution operation given.\n\n${help}\n`);
    return 1;
  }
  const host = values.get('host') ?? 'localhost';
  try {
    const session = await connected(host, values);
    try {
      for (const [option, line, answer] of questions)
        tell(await asked(session, line(values.get(option) ?? ''), answer, host));
    } finally {
      session.close();
    }
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    process.stderr.write(`Error: ${error.message}\n`);
    return 1;
  }
}

async function connected(host: string, values: Values): Promise<AdminSession> {
  const port = values.get('port') ?? '4730';
  const failed = (reason: string) => new AppError('bad-input', `Failed to connect on ${host}:${port} with ${reason}`);
  if (!/^\d+$/.test(port)) throw failed('Servname not supported for ai_socktype');
  if (host === '') throw failed('Name or service not known');
  const tls = values.has('ssl') ? { tls: stockTls(process.env) } : {};
  try {
    return await openAdmin({ host, port: Number(port) % 65536, ...tls });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { why } = error.details;
    if (why === 'name-unknown') throw failed('Name or service not known');
    if (why === 'name-unanswered') throw failed('Temporary failure in name resolution');
    if (values.has('ssl') && error.code === 'connection-lost') throw error;
    throw new AppError('connection-refused', `Error connecting to ${host}.\n`, { address: host });
  }
}

async function asked(session: AdminSession, line: string, answer: 'line' | 'table', host: string): Promise<Buffer> {
  try {
    return await session.ask(line, answer);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `Socket was shutdown while reading from ${host}`);
  }
}

/** Values without their `OK`, tables as they are, refusals to standard error. */
function tell(answer: Buffer): void {
  const start = answer.toString('latin1', 0, 4);
  if (start === 'ERR ') process.stderr.write(Buffer.concat([Buffer.from('Error: '), answer.subarray(4)]));
  else if (start.startsWith('OK\r')) process.stdout.write('OK\n');
  else process.stdout.write(start.startsWith('OK ') ? answer.subarray(3) : answer);
}
