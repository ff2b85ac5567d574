import { realpathSync } from 'node:fs';
import { AppError } from '../contract/errors.ts';
import type { Command, FunctionDefinition } from '../contract/functions.ts';
import type { ServerStatus } from '../contract/server.ts';
import type { Engine } from '../engine.ts';
import { isLoopback } from '../net/ports.ts';
import { isRoot } from '../util/app-info.ts';
import { dataFolder } from '../util/data-folder.ts';
import { engineBasics } from './basics.ts';
import { createEngineEarly } from './early-engine.ts';
import type { ServerSettings } from './server-options.ts';
import { terminalLog } from './terminal.ts';

/**
 * Runs the job server, and the workers of a workspace, as long as `serve` takes; `say` hears what runs, line by line. Resolves with
 * the exit code. Throws an AppError where a file that was named cannot be used.
 */
export async function runServer(
  { port, order, listen, limits, trust, secrets, workspace }: ServerSettings,
  say: (line: string) => void,
  serve: (engine: Engine) => Promise<number>,
): Promise<number> {
  const engine = await createEngineEarly({
    ...engineBasics(terminalLog('gearbench', { quiet: true })),
    port,
    limits,
    secrets: secrets(),
    journal: false, // there is no window to look at it
    locks: false, // nor to unlock a server that the workspace names
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
    return await serve(engine);
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
