/** The command line: `gearbench <command>`. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { APP_ROOT, IS_PACKAGED } from '../util/app-root.ts';
import { VERSION } from '../util/version.ts';
import { COMMANDS } from './commands.ts';

// What a command loads is compiled once for all starts. In the checkout, because a folder that others may write to as well
// would let them choose what runs here; bin/gearbench names it too, so that this file is not compiled anew either.
if (!IS_PACKAGED) enableCompileCache(join(APP_ROOT, 'node_modules', '.gearbench', 'compiled'));

/** Commands that run until they are asked to end. A server ends then, whatever it still has to say to its peers. */
const SERVERS: readonly unknown[] = ['serve', 'gearmand', 'exporter'];

const HELP = `Gearbench ${VERSION}: a workbench for Gearman

Usage: gearbench <command> [options]

Commands
${COMMANDS.map(({ name, takes, what }) => `  ${`${name} ${takes}`.padEnd(19)} ${what}`).join('\n')}

gearbench <command> --help tells the options of a command.
`;

const helpOf = (name: string | undefined): Promise<string> | undefined =>
  COMMANDS.find((command) => command.name === name)?.help();

async function main([command, ...args]: string[]): Promise<number> {
  switch (command) {
    case 'version':
    case '--version':
    case '-V':
      process.stdout.write(`${VERSION}\n`);
      return 0;
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write((await helpOf(args[0])) || HELP);
      return 0;
  }
  const run = COMMANDS.find(({ name }) => name === command)?.run;
  if (run) return run(args);
  process.stderr.write(`gearbench: there is no command “${command}”. Try: gearbench help\n`);
  return 64;
}

const code = await main(process.argv.slice(2));
// Left to itself, Node handles no signals while it takes itself down, and the second of two that mean the same, as from a
// terminal and from npm, would end it by force. The others end when what they have to say is out and taken.
if (SERVERS.includes(process.argv[2])) process.exit(code);
process.once('beforeExit', () => process.exit(code));
