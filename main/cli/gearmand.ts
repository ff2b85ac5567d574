import { lookup } from 'node:dns/promises';
import { AppError } from '../contract/errors.ts';
import type { Engine } from '../engine.ts';
import { readTls } from '../net/tls.ts';
import { SERVER_VERSION } from '../util/version.ts';
import { engineBasics } from './basics.ts';
import { detach, detached, isDetached } from './detach.ts';
import { createEngineEarly } from './early-engine.ts';
import {
  type GearmandSettings,
  gearmandHelp,
  gearmandSettings,
  gearmandValues,
  idleOptions,
} from './gearmand-options.ts';
import { LogFile } from './log-file.ts';
import { removePidFile, writePidFile } from './pid-file.ts';
import { endAsked } from './terminal.ts';
import { becomeUser, findUser } from './user.ts';

/** Where gearmand keeps them; ours uses them only where nobody would see the log otherwise. */
const DAEMON_LOG = '/var/log/gearmand.log';
const DAEMON_PID = '/var/gearmand.pid';

/** `gearbench gearmand`: a stand-in for gearmand. Resolves with its exit code when the process is asked to end. */
export async function gearmand(args: string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    say(error.message);
    return 1;
  }
}

async function run(args: string[]): Promise<number> {
  const values = gearmandValues(args);
  const settings = gearmandSettings(values, process.env);
  if (values.has('check-args')) return 0;
  if (values.has('help')) {
    process.stdout.write(
      `Usage: gearbench gearmand [options]\n\nThe job server with gearmand's options.\n\n${gearmandHelp()}`,
    );
    return 0;
  }
  if (values.has('version')) {
    process.stdout.write(`\ngearmand ${SERVER_VERSION}\n`);
    return 0;
  }
  if (settings.daemon && !isDetached()) return detach('gearmand', args);
  const ended = endAsked(['SIGINT', 'SIGTERM']);
  for (const line of idleOptions(values)) say(line);
  return serve(settings, ended);
}

async function serve(settings: GearmandSettings, ended: Promise<unknown>): Promise<number> {
  const user = settings.user === undefined ? undefined : findUser(settings.user);
  if (settings.fileDescriptors !== undefined) checkFileDescriptors(settings.fileDescriptors);
  const log = new LogFile(settings.level);
  // With the port open nothing needs root any more, and what is made from here on belongs to the user.
  let settled = false;
  const settle = () => {
    if (settled) return;
    settled = true;
    if (user !== undefined) becomeUser(user);
    openLog(log, settings);
  };
  const engine = await createEngineEarly({
    ...engineBasics(log),
    port: settings.port,
    rules: settings.rules,
    ...(settings.listen !== undefined && { hosts: await addressesOf(settings.listen) }),
    ...(settings.tls && { tls: readTls(settings.tls) }),
    limits: settings.limits,
    journal: false, // there is no window to look at it
    onListening: settle,
    ...(settings.queue && { queue: settings.queue }),
  });
  let pidFile: string | undefined;
  try {
    const status = await engine.handlers['server.start']({});
    settle();
    if (status.failure !== null) {
      log.error(status.failure.message);
      throw new AppError(status.failure.code, status.failure.message);
    }
    pidFile = pidFileOf(settings);
    process.on('SIGHUP', () => log.reopen());
    const drained = drainAsked(engine);
    log.info(`Listening on ${status.addresses.join(', ')}`);
    if (settings.daemon) detached();
    await Promise.race([ended, drained]);
    return 0;
  } finally {
    await engine.close();
    if (pidFile !== undefined) removePidFile(pidFile);
  }
}

/** Resolves when SIGUSR1 came and the last connection has ended since. */
const drainAsked = (engine: Engine): Promise<void> =>
  new Promise((resolve) => process.once('SIGUSR1', () => resolve(engine.drain())));

/** All addresses of a name; what has none is left to the server to complain of. */
const addressesOf = async (listen: string): Promise<string[]> =>
  lookup(listen, { all: true }).then(
    (found) => found.map(({ address }) => address),
    () => [listen],
  );

function openLog(log: LogFile, { logFile, daemon }: GearmandSettings): void {
  if (logFile !== undefined || !daemon) {
    log.open(logFile ?? 'stderr');
    return;
  }
  try {
    log.open(DAEMON_LOG);
  } catch (error) {
    say(`${(error as AppError).message}. There is no log`);
    log.open('none');
  }
}

/** Writes the process's number where it was asked to; where nobody asked, a daemon tries gearmand's place. */
function pidFileOf({ pidFile, daemon }: GearmandSettings): string | undefined {
  if (pidFile === undefined && !daemon) return undefined;
  try {
    writePidFile(pidFile ?? DAEMON_PID);
  } catch (error) {
    if (pidFile !== undefined) throw error;
    return undefined;
  }
  return pidFile ?? DAEMON_PID;
}

/** Node has raised the limit to what the system allows; it cannot go beyond. */
function checkFileDescriptors(asked: number): void {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { hard: number | 'unlimited' } } };
  const most = userLimits?.open_files?.hard;
  if (typeof most !== 'number' || asked <= most) return;
  throw new AppError(
    'bad-input',
    `The system allows ${most} file descriptors, not ${asked}. Raise its limit (ulimit -Hn) or give a smaller value to -f.`,
  );
}

const say = (text: string) => void process.stderr.write(`gearmand: ${text}\n`);
