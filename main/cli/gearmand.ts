import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createEngine } from '../engine.ts';
import type { Log } from '../util/log.ts';
import { SERVER_VERSION } from '../util/version.ts';
import { engineBasics } from './basics.ts';
import { endAsked, portOf } from './terminal.ts';

/** Log levels of gearmand, from the gravest on. docs/protocol.md section 8. */
const LEVELS = ['FATAL', 'ALERT', 'CRITICAL', 'ERROR', 'WARNING', 'NOTICE', 'INFO', 'DEBUG'] as const;
type Level = (typeof LEVELS)[number];

const OPTIONS = {
  port: { type: 'string', short: 'p' },
  listen: { type: 'string', short: 'L' },
  'pid-file': { type: 'string', short: 'P' },
  'log-file': { type: 'string', short: 'l' },
  version: { type: 'boolean', short: 'V' },
  verbose: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const HELP = `Usage: gearbench gearmand [options]

The job server with gearmand's options:
  -p [ --port ] arg (=4730)     Port to listen on; GEARMAND_PORT is the default where it is set
  -L [ --listen ] arg           Address to listen on (127.0.0.1 and ::1; gearmand: all)
  -P [ --pid-file ] arg         File to write the process id to
  -l [ --log-file ] arg         File to write the log to; stderr, or none (stderr)
  --verbose arg (=ERROR)        ${LEVELS.join(' ')}
  -V [ --version ]              Show the version
  -h [ --help ]                 Show this text
`;

/** `gearbench gearmand`: a stand-in for gearmand. Resolves with its exit code when the process is asked to end. */
export async function gearmand(args: string[]): Promise<number> {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    return refuse(inGearmandsWords(error as Error & { code?: string }));
  }
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (values.version) {
    process.stdout.write(`\ngearmand ${SERVER_VERSION}\n`);
    return 0;
  }
  const level = LEVELS.find((each) => each === (values.verbose ?? 'ERROR').toUpperCase());
  if (level === undefined) return refuse('Invalid value for --verbose supplied');
  const asked = values.port ?? process.env['GEARMAND_PORT'] ?? '4730';
  const port = portOf(asked);
  if (port === undefined) return refuse(`“${asked}” is no port`);
  return run({
    port,
    level,
    listen: values.listen,
    pidFile: values['pid-file'],
    logFile: values['log-file'] ?? 'stderr',
  });
}

interface Options {
  port: number;
  level: Level;
  listen: string | undefined;
  pidFile: string | undefined;
  logFile: string;
}

async function run({ port, level, listen, pidFile, logFile }: Options): Promise<number> {
  const ended = endAsked();
  let log: Log;
  try {
    log = logTo(logFile, level);
  } catch (error) {
    return refuse(`could not open the log file ${logFile}: ${(error as Error).message}`);
  }
  const engine = await createEngine({
    ...engineBasics(log),
    port,
    rules: { verbosity: level },
    ...(listen !== undefined && { hosts: [listen] }),
  });
  let written = false;
  try {
    const status = await engine.handlers['server.start']({});
    if (status.failure !== null) {
      log.error(status.failure.message);
      return refuse(status.failure.message);
    }
    if (pidFile !== undefined) {
      try {
        writeFileSync(pidFile, `${process.pid}\n`);
        written = true;
      } catch (error) {
        return refuse(`could not write the pid file ${pidFile}: ${(error as Error).message}`);
      }
    }
    log.info(`Listening on ${status.addresses.join(', ')}`);
    await ended;
    return 0;
  } finally {
    await engine.close();
    if (pidFile !== undefined && written) rmSync(pidFile, { force: true });
  }
}

const parse = (args: string[]) => parseArgs({ args, options: OPTIONS, allowPositionals: false }).values;

function inGearmandsWords({ code, message }: Error & { code?: string }): string {
  const option = /'([^' ]+)/.exec(message)?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `unrecognised option '${option}'`;
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL')
    return `too many positional options have been specified on the command line`;
  return message;
}

function refuse(reason: string): number {
  process.stderr.write(`gearmand: ${reason}\n`);
  return 1;
}

/** A log of what is as grave as `level` or graver. Throws where the file cannot be written. */
function logTo(file: string, level: Level): Log {
  const write = (text: string) => {
    if (file === 'stderr') process.stderr.write(text);
    else if (file !== 'none') appendFileSync(file, text);
  };
  write('');
  const at = (grave: Level) => (text: string, cause?: unknown) => {
    if (LEVELS.indexOf(grave) > LEVELS.indexOf(level)) return;
    write(`${new Date().toISOString()} ${grave} ${text}${cause instanceof Error ? `: ${cause.message}` : ''}\n`);
  };
  return { info: at('INFO'), warn: at('WARNING'), error: at('ERROR') };
}
