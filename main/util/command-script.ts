import { quoted, quotedForBatch } from './shell-quote.ts';

/**
 * What the `gearbench` command runs: a packaged program as Node, on the file of its command line; an AppImage, which has that file
 * in itself, at another place at each start; or a checkout, which has a command of its own.
 */
export type Launch =
  | { kind: 'program'; program: string; cli: string }
  | { kind: 'image'; program: string }
  | { kind: 'checkout'; program: string };

/** In every script of ours, and in no other file: by it we know what we may write over and take away. */
const MARK = 'The gearbench command, written by Gearbench: its settings take it away again.';

export const isOurs = (script: string): boolean => script.includes(MARK);

/** Runs the command line of the program that runs it, wherever that has been put. */
const FROM_INSIDE = [
  'const { dirname, join } = require("path")',
  'const cli = join(dirname(process.execPath), "resources", "app.asar", "out", "main", "cli.js")',
  'process.execArgv.splice(0)',
  'process.argv.splice(1, 0, cli)',
  'import(require("url").pathToFileURL(cli))',
].join('; ');

/** The script of the command, for a POSIX shell or for cmd.exe. It says so where the program is gone. */
export const commandScript = (launch: Launch, platform: NodeJS.Platform): string =>
  platform === 'win32' ? batch(launch) : script(launch);

function script(launch: Launch): string {
  const { program } = launch;
  const start = {
    program: () => `ELECTRON_RUN_AS_NODE=1 exec "$program" ${quoted((launch as { cli: string }).cli)} "$@"`,
    image: () => `ELECTRON_RUN_AS_NODE=1 exec "$program" -e ${quoted(FROM_INSIDE)} -- "$@"`,
    checkout: () => 'exec "$program" "$@"',
  }[launch.kind]();
  return `#!/bin/sh
# ${MARK}
program=${quoted(program)}
if [ ! -x "$program" ]; then
  printf 'gearbench: Gearbench is no longer %s.\\n' "$program" >&2
  echo 'Open it where it is now, and install the command again: Settings, Terminal.' >&2
  exit 69
fi
${start}
`;
}

function batch(launch: Launch): string {
  const program = quotedForBatch(launch.program);
  const cli = launch.kind === 'program' ? ` ${quotedForBatch(launch.cli)}` : '';
  return [
    '@echo off',
    `rem ${MARK}`,
    'setlocal',
    `if not exist ${program} (`,
    `  echo gearbench: Gearbench is no longer ${program}. 1>&2`,
    '  echo Open it where it is now, and install the command again: Settings, Terminal. 1>&2',
    '  exit /b 69',
    ')',
    'set ELECTRON_RUN_AS_NODE=1',
    `${program}${cli} %*`,
    '',
  ].join('\r\n');
}
