import { parseArgs } from 'node:util';
import { watchedServer } from '../calls/watched-servers.ts';
import { AppError } from '../contract/errors.ts';
import { EXPORTER_PORT as PORT } from '../contract/exporter.ts';
import { reasonWords } from '../contract/reasons.ts';
import { type ListedServer, portOf, serverIn, serversIn } from '../contract/server-list.ts';
import { POLL_EVERY, SERVERS_MOST } from '../contract/servers.ts';
import { FUNCTIONS_MOST, metricsOf } from '../exporter/metrics.ts';
import { startExporter } from '../exporter/serve.ts';
import { Attached } from '../upstream/attach.ts';
import { addressKey, targetOf } from '../util/gearman-address.ts';
import { stockTls } from './stock-tls.ts';
import { endAsked, type TextLog, terminalLog } from './terminal.ts';

export const HELP = `Usage: gearbench exporter --servers LIST [options]

Looks at job servers over the text protocol and serves their figures for Prometheus:
  gearbench exporter --servers 10.0.0.1,10.0.0.2:4731
  curl http://127.0.0.1:${PORT}/metrics

Options
  --servers LIST      Job servers, as HOST, HOST:PORT or gearman://HOST:PORT, with commas
                      between them; without it, those of the variable GEARMAN_SERVERS.
                      gearman+tls://HOST speaks TLS, with GEARMAND_CA_CERTIFICATE,
                      GEARMAN_CLIENT_PEM and GEARMAN_CLIENT_KEY
  --listen ADDR       Address to serve on, or ADDR:PORT (127.0.0.1:${PORT}). Nobody is asked for
                      a password: who reaches another address can read the figures
  --port N            Port to serve on
  --every S           Seconds between two looks at a server (${POLL_EVERY.default})
  --functions-most N  Functions of each server that have series of their own (${FUNCTIONS_MOST.default}); the
                      figures of the rest are summed up as function="other"
`;

interface Settings {
  servers: readonly ListedServer[];
  host: string;
  port: number;
  every: number;
  functionsMost: number;
}

/** `gearbench exporter`. Resolves with the exit code when the process is asked to end. */
export async function exporter(args: string[]): Promise<number> {
  const log = terminalLog('gearbench');
  let settings: Settings;
  try {
    const { values } = parseArgs({
      args,
      options: {
        servers: { type: 'string', multiple: true },
        listen: { type: 'string' },
        port: { type: 'string' },
        every: { type: 'string' },
        'functions-most': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    settings = settingsFrom(values, process.env);
  } catch (error) {
    log.error((error as Error).message);
    return 64;
  }
  try {
    return await serveUntilAsked(settings, log);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.error(error.message);
    return 1;
  }
}

async function serveUntilAsked({ servers, host, port, every, functionsMost }: Settings, log: TextLog): Promise<number> {
  const ended = endAsked();
  const tls = servers.some((server) => server.tls) ? { tls: stockTls(process.env) } : {};
  const watched: { address: string; attached: Attached }[] = [];
  const metrics = metricsOf({
    servers: () =>
      watched.map(({ address, attached }) => {
        const state = { ...attached.state, address, startedAt: null };
        return watchedServer({ state, functions: attached.functions, attached });
      }),
    functionsMost: () => functionsMost,
  });
  const onFault = (error: unknown) => log.error('An answer could not be made.', error);
  const served = await startExporter({ host, port, metrics, onFault });
  for (const server of servers) {
    const target = { ...targetOf(server.address), ...(server.tls && tls) };
    const attached: Attached = new Attached({ target, every, onChange: () => tellChange() });
    const tellChange = changeTeller(server.address, () => attached.state.failure?.message ?? null, log);
    watched.push({ address: server.address, attached });
  }
  process.stdout.write(
    `Metrics of ${servers.map(({ address }) => address).join(', ')}: http://${served.address}/metrics\n`,
  );
  await ended;
  for (const { attached } of watched) attached.close();
  await served.close();
  return 0;
}

/** Tells once that a server cannot be asked and why, and once that it can be again. */
function changeTeller(address: string, problem: () => string | null, log: TextLog): () => void {
  let told: string | null = null;
  return () => {
    const now = problem();
    if (now === told) return;
    told = now;
    if (now === null) log.info(`${address} answers again.`);
    else log.warn(now);
  };
}

interface Given {
  servers?: string[];
  listen?: string;
  port?: string;
  every?: string;
  'functions-most'?: string;
}

function settingsFrom(given: Given, environment: NodeJS.ProcessEnv): Settings {
  const { servers: listed, wrong } = serversIn((given.servers ?? [environment['GEARMAN_SERVERS'] ?? '']).join(','));
  const [bad] = wrong;
  if (bad !== undefined) refuse(`“${bad.text}” is no job server: ${reasonWords({ why: bad.why, values: {} })}.`);
  const servers = [...Map.groupBy(listed, ({ address }) => addressKey(address)).values()].map(
    ([first]) => first as ListedServer,
  );
  if (servers.length === 0)
    refuse('No job server was given. Name them with --servers, as --servers 10.0.0.1,10.0.0.2.');
  if (servers.length > SERVERS_MOST) refuse(`${SERVERS_MOST} job servers can be looked at, not ${servers.length}.`);
  const at = serverIn(given.listen ?? '127.0.0.1', PORT);
  if (at === null) refuse(`“${given.listen}” is no address. It is ADDR or ADDR:PORT, as 127.0.0.1:${PORT}.`);
  const port = given.port === undefined ? at.port : portOf(given.port);
  if (port === undefined) refuse(`“${given.port}” is no port. A port is a number from 1 to 65535.`);
  return {
    servers,
    host: at.host,
    port,
    every: numberIn('every', given.every, POLL_EVERY),
    functionsMost: Math.floor(numberIn('functions-most', given['functions-most'], FUNCTIONS_MOST)),
  };
}

function numberIn(
  option: string,
  given: string | undefined,
  { default: usual, least, most }: { default: number; least: number; most: number },
): number {
  if (given === undefined) return usual;
  const number = /^\d+(?:\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
  if (number >= least && number <= most) return number;
  return refuse(`“${given}” cannot be used for --${option}. It is a number from ${least} to ${most}.`);
}

function refuse(message: string): never {
  throw new AppError('bad-input', message);
}
