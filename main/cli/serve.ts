import { realpathSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AppError } from '../contract/errors.ts';
import type { ChosenLimits } from '../contract/limits.ts';
import type { Command, FunctionDefinition, ServerStatus } from '../contract/model.ts';
import { isLoopback } from '../net/ports.ts';
import type { ServerRules } from '../server/rules.ts';
import { isRoot } from '../util/app-info.ts';
import { dataFolder } from '../util/data-folder.ts';
import type { SecretStore } from '../util/secret-store.ts';
import { engineBasics } from './basics.ts';
import { createEngineEarly } from './early-engine.ts';
import { limitsOf } from './limit-option.ts';
import { secretsOfProcess } from './secrets-option.ts';
import { endAsked, portOf, terminalLog } from './terminal.ts';

const HELP = `Usage: gearbench serve [workspace] [options]

Runs the job server, and the workers of a workspace file (*.gearbench.json) if one is given.

Options
  --port N       Port to listen on (4730)
  --listen ADDR  Address to listen on, instead of 127.0.0.1 and ::1. Gearman has no
                 passwords: who reaches another address can submit and take jobs
  --limit N=V    A limit of the server, as --limit packet=64M --limit connections=100
  --order ORDER  Which job a worker gets: 1.x, function first as gearmand 1 does (the
                 default), or 2.x, priority first as gearmand 2 does
  --trust        Run the workspace's commands without having allowed them in the window
  --secrets FILE Values of the workspace's secrets, a line NAME=value each; its mode must be
                 600. A variable GEARBENCH_SECRET_NAME of this process goes before it
`;

/** `gearbench serve`. Resolves with the exit code when the process is asked to end. */
export async function serve(args: string[]): Promise<number> {
  const log = terminalLog('gearbench', { quiet: true });
  let values: {
    port?: string;
    listen?: string;
    order?: string;
    limit?: string[];
    trust?: boolean;
    secrets?: string;
    help?: boolean;
  };
  let positionals: string[];
  let limits: ChosenLimits;
  try {
    ({ values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        listen: { type: 'string' },
        limit: { type: 'string', multiple: true },
        order: { type: 'string' },
        trust: { type: 'boolean' },
        secrets: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
    limits = limitsOf(values.limit ?? []);
  } catch (error) {
    log.error((error as Error).message);
    return 64;
  }
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const port = portOf(values.port ?? '4730');
  if (port === undefined || positionals.length > 1) {
    log.error(
      port === undefined
        ? `“${values.port}” is no port. A port is a number from 1 to 65535.`
        : 'One workspace can be served at a time.',
    );
    return 64;
  }
  const order = orderOf(values.order);
  if (order === null) {
    log.error(`“${values.order}” is no order. It is 1.x (function first) or 2.x (priority first).`);
    return 64;
  }
  try {
    return await run({
      port,
      order,
      listen: values.listen,
      limits,
      trust: values.trust ?? false,
      secrets: secretsOfProcess(process.env, values.secrets),
      workspace: positionals[0],
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.error(error.message);
    return 1;
  }
}

/** undefined where none is asked for; null where it is none. */
const orderOf = (text: string | undefined): ServerRules['order'] | undefined | null =>
  text === undefined || text === '1.x' || text === '2.x' ? text : null;

async function run({
  port,
  order,
  listen,
  limits,
  trust,
  secrets,
  workspace,
}: {
  port: number;
  order: ServerRules['order'] | undefined;
  listen: string | undefined;
  limits: ChosenLimits;
  trust: boolean;
  secrets: SecretStore;
  workspace: string | undefined;
}): Promise<number> {
  const ended = endAsked();
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const engine = await createEngineEarly({
    ...engineBasics(terminalLog('gearbench', { quiet: true })),
    port,
    limits,
    secrets,
    ...(order !== undefined && { rules: { order } }),
    ...(workspace !== undefined && { dataFolder: dataFolder(), workspace: realWorkspace(workspace) }),
    ...(listen !== undefined && { hosts: [listen] }),
  });
  try {
    if (trust) engine.trustOnce();
    const { functions, trusted, path } = await engine.handlers['workspace.get']();
    if (functions.length > 0 && !trusted) {
      process.stderr.write(`${restricted(path, functions)}\n`);
      return 1;
    }
    const names = [...new Set(functions.flatMap((each) => each.secrets))];
    const { set } = await engine.handlers['secrets.state']({ names });
    const missing = names.filter((name) => !set.includes(name));
    if (missing.length > 0) {
      process.stderr.write(`${secretsMissing(path, missing)}\n`);
      return 1;
    }
    const status = await engine.handlers['server.start']({});
    if (status.failure !== null) {
      process.stderr.write(`gearbench: ${failed(status)}\n`);
      return 1;
    }
    say(`Gearman job server on ${status.addresses.join(' and ')}`);
    if (status.exposed && listen !== undefined && !isLoopback(listen))
      say(`Anyone who reaches ${listen} can submit and take jobs: Gearman has no passwords.`);
    if (functions.length > 0 && isRoot()) say('Running as root: the commands of workers run as root too.');
    for (const definition of functions) {
      await engine.handlers['workers.start']({ name: definition.name });
      say(`Worker for ${definition.name}: ${commandText(definition.command)}`);
    }
    await ended;
    return 0;
  } finally {
    await engine.close();
  }
}

function realWorkspace(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    throw new AppError('file-missing', `${path} does not exist.`, { path });
  }
}

const restricted = (path: string, functions: readonly FunctionDefinition[]): string =>
  [
    `gearbench: ${path} wants to run ${functions.length === 1 ? 'this command' : 'these commands'}:`,
    ...functions.flatMap(({ name, command, folder, environment, secrets }) => [
      `  ${name}: ${commandText(command)}${folder === '' ? '' : `  (in ${unmasked(folder)})`}`,
      ...Object.entries(environment).map(([variable, value]) => `    ${variable}=${unmasked(JSON.stringify(value))}`),
      ...secrets.map((variable) => `    ${variable}, a secret`),
    ]),
    'Read them. To run them, start again with --trust, or allow them in the window.',
  ].join('\n');

const secretsMissing = (path: string, names: readonly string[]): string =>
  [
    `gearbench: ${path} needs ${names.length === 1 ? 'a value' : 'values'} for ${names.join(', ')}.`,
    `Give ${names.length === 1 ? 'it' : 'each'} as GEARBENCH_SECRET_${names[0]}=…, or in a file: --secrets FILE.`,
  ].join('\n');

const commandText = (command: Command): string =>
  unmasked(
    command.kind === 'shell'
      ? command.line
      : command.argv.map((arg) => (/^[\w./:=@%+-]+$/.test(arg) ? arg : JSON.stringify(arg))).join(' '),
  );

/** What is to be read before it runs cannot move the cursor, turn the writing direction or be invisible. */
const unmasked = (text: string): string =>
  text.replace(
    /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`,
  );

const failed = ({ failure }: ServerStatus): string =>
  failure?.freePort == null
    ? (failure?.message ?? '')
    : `${failure.message} Port ${failure.freePort} is free: --port ${failure.freePort}`;
