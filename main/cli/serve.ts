import { parseArgs } from 'node:util';
import { AppError } from '../contract/errors.ts';
import { runServer } from './run-server.ts';
import { SERVER_HELP, SERVER_OPTIONS, type ServerSettings, serverSettings } from './server-options.ts';
import { endAsked, terminalLog } from './terminal.ts';

export const HELP = `Usage: gearbench serve [workspace] [options]

Runs the job server, and the workers of a workspace file (*.gearbench.json) if one is given.

Options
${SERVER_HELP}`;

/** `gearbench serve`. Resolves with the exit code when the process is asked to end. */
export async function serve(args: string[]): Promise<number> {
  const log = terminalLog('gearbench', { quiet: true });
  let settings: ServerSettings;
  try {
    const options = { ...SERVER_OPTIONS, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    settings = serverSettings(values, positionals);
  } catch (error) {
    log.error((error as Error).message);
    return 64;
  }
  try {
    const ended = endAsked();
    const say = (line: string) => process.stdout.write(`${line}\n`);
    return await runServer(settings, say, () => ended.then(() => 0));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.error(error.message);
    return 1;
  }
}
