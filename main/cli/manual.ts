import { VERSION } from '../util/version.ts';
import type { CliCommand } from './commands.ts';

export const HELP = `Usage: gearbench manual

Prints the manual page, made of the help of all commands:
  gearbench manual | man -l -

So that \`man gearbench\` shows it, also where man has no -l, as on macOS:
  mkdir -p ~/.local/share/man/man1
  gearbench manual > ~/.local/share/man/man1/gearbench.1
`;

/** `gearbench manual`, of these commands. Resolves with the exit code. */
export async function manual(args: string[], commands: readonly CliCommand[]): Promise<number> {
  if (args.length > 0) {
    process.stdout.write(HELP);
    return args[0] === '--help' || args[0] === '-h' ? 0 : 64;
  }
  process.stdout.write(await manualPage(commands));
  return 0;
}

/** The page in roff. */
export async function manualPage(commands: readonly CliCommand[]): Promise<string> {
  const sections = await Promise.all(
    commands.map(async ({ name, takes, what, help }) => {
      const text = await help();
      return [`.SS "gearbench ${name}${takes === '' ? '' : ` ${takes}`}"`, roff(`${what}.`), ...preformatted(text)];
    }),
  );
  const page = [
    `.TH GEARBENCH 1 "" "Gearbench ${VERSION}" "User Commands"`,
    '.SH NAME',
    'gearbench \\- a workbench for Gearman',
    '.SH SYNOPSIS',
    '.B gearbench',
    '.I command',
    '[options]',
    '.SH DESCRIPTION',
    roff('Runs a Gearman job server, clients and workers, prints packets, and looks at PHP.'),
    '.SH COMMANDS',
    ...sections.flat(),
  ];
  return `${page.join('\n')}\n`;
}

const preformatted = (text: string): string[] => (text === '' ? [] : ['.PP', '.nf', roff(text.trimEnd()), '.fi']);

/** Text as the page has it: a backslash and a hyphen are said in another way, and a line that begins with a dot or quote is no request. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');
