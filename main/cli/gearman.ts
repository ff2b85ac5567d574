import { AppError } from '../contract/errors.ts';
import { detach, detached, isDetached } from './detach.ts';
import { gearmanClient } from './gearman-client.ts';
import { type GearmanSettings, gearmanHelp, gearmanSettings } from './gearman-options.ts';
import { exitCodeOf, say } from './gearman-says.ts';
import { gearmanWorker } from './gearman-worker.ts';
import { removePidFile, writePidFile } from './pid-file.ts';
import { serversOf } from './stock-servers.ts';
import { stockTls } from './stock-tls.ts';
import { endAsked, endBy } from './terminal.ts';

/** `gearbench gearman`: a stand-in for gearman, as client and as worker. Resolves with its exit code. */
export async function gearman(args: string[]): Promise<number> {
  try {
    const settings = gearmanSettings(args);
    if (settings === 'help') {
      process.stdout.write(gearmanHelp());
      return 0;
    }
    if (settings.daemon && !isDetached()) return await detach('gearman', args);
    return await run(settings);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    say(error.message);
    if (error.code === 'bad-input') say('Try: gearbench gearman --help');
    return exitCodeOf(error);
  }
}

async function run(settings: GearmanSettings): Promise<number> {
  const { host, port, ssl, pidFile, daemon, worker } = settings;
  const places = serversOf({ host, port, tls: ssl }, process.env['GEARMAN_SERVERS']);
  const ours = places.some(({ tls }) => tls) ? { tls: stockTls(process.env) } : {};
  const servers = places.map(({ tls, ...place }) => ({ ...place, ...(tls && ours) }));
  const ended = endAsked();
  process.stdout.on('error', outputLost);
  if (pidFile !== undefined) {
    writePidFile(pidFile);
    process.once('exit', () => removePidFile(pidFile)); // however it ends
  }
  if (daemon) detached();
  if (worker) {
    const code = await gearmanWorker(settings, servers, raisedBy(ended));
    // The answer would be waited for, which may take longer than a person does.
    if (isLookingUp()) endBy(await ended);
    return code;
  }
  // A client that is asked to end waits for nothing any more, be it a connection or a line of standard input.
  void ended.then((signal) => endBy(signal));
  return gearmanClient(settings, servers);
}

/** Whether a server's name is being looked up. */
const isLookingUp = (): boolean => process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap');

function raisedBy(ended: Promise<unknown>): AbortSignal {
  const controller = new AbortController();
  void ended.then(() => controller.abort());
  return controller.signal;
}

/** Nobody reads what it has to say, as after `| head`. */
function outputLost(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') say(`standard output cannot be written: ${error.message}`);
  process.exit(74);
}
