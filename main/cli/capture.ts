import { parseArgs } from 'node:util';
import { AppError } from '../contract/errors.ts';
import { PRINT_HELP, PRINT_OPTIONS, printSettings } from './print-options.ts';
import { SERVER_HELP, SERVER_OPTIONS, serverSettings } from './server-options.ts';
import { terminalLog } from './terminal.ts';

export const HELP = `Usage: gearbench capture read FILE [options]
       gearbench capture live [workspace] [options]

read  prints the Gearman packets of a capture file, one a line: pcap or pcapng, compressed or
      not, by whatever program, on any port. With - it reads standard input as it comes:
        dumpcap -i any -f 'tcp port 4730' -w - | gearbench capture read -
      shows what goes to and from any job server of this machine.
live  runs the job server, and the workers of a workspace, as gearbench serve does, and prints
      its packets as they come. What it says of the server goes to standard error.

gearbench capture read --help and gearbench capture live --help tell the options.
`;

export const READ_HELP = `Usage: gearbench capture read FILE [options]

Prints the Gearman packets of a pcap or pcapng file, or of standard input with -. Options are
named after tshark's.

Options
${PRINT_HELP}
The exit code is 0 where all was read, 1 where nothing could be, 2 where the file is damaged: what
could be read was printed then. 64 is a wrong option.
`;

export const LIVE_HELP = `Usage: gearbench capture live [workspace] [options]

Runs the job server, and the workers of a workspace file (*.gearbench.json) if one is given, and
prints each packet as it comes, until Ctrl-C. It sees what this server hears and says; for another
server, capture with dumpcap or tcpdump and pipe that into gearbench capture read -.

Options of the packets, named after tshark's
${PRINT_HELP}  --probes       Show Gearbench's own looks at the server's health too

A filter or field about the job of a packet (gb.job) lets it wait for a second, one about what the
expert finds (gb.expert) for ten.

Options of the server
${SERVER_HELP}`;

const HELP_OPTION = { help: { type: 'boolean', short: 'h' } } as const;

/** `gearbench capture`. Resolves with the exit code. */
export async function capture([command, ...args]: string[]): Promise<number> {
  switch (command) {
    case 'read':
      return read(args);
    case 'live':
      return live(args);
    case undefined:
    case '--help':
    case '-h':
      process.stdout.write(HELP);
      return 0;
    default:
      return misused(`there is no command “capture ${command}”. Try: gearbench capture --help`);
  }
}

const read = (args: string[]): Promise<number> =>
  started(() => {
    // As tshark names the file.
    const options = { ...PRINT_OPTIONS, ...HELP_OPTION, read: { type: 'string', short: 'r' } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    if (values.help) return READ_HELP;
    const files = values.read === undefined ? positionals : [values.read, ...positionals];
    const [file] = files;
    if (file === undefined || files.length > 1)
      throw new AppError('bad-input', 'One file is read at a time: gearbench capture read FILE.');
    const settings = printSettings(values);
    return async () => (await import('./capture-read.ts')).captureRead(file, settings);
  });

const live = (args: string[]): Promise<number> =>
  started(() => {
    const options = { ...PRINT_OPTIONS, ...SERVER_OPTIONS, ...HELP_OPTION, probes: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    if (values.help) return LIVE_HELP;
    const settings = { ...printSettings(values), probes: values.probes ?? false };
    const server = serverSettings(values, positionals);
    return async () => (await import('./capture-live.ts')).captureLive(server, settings);
  });

/** Prints a text, or does what was asked for. What is wrong with the options is found before anything is opened. */
async function started(asked: () => string | (() => Promise<number>)): Promise<number> {
  let command: ReturnType<typeof asked>;
  try {
    command = asked();
  } catch (error) {
    return misused((error as Error).message);
  }
  if (typeof command === 'string') {
    process.stdout.write(command);
    return 0;
  }
  try {
    return await command();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    terminalLog('gearbench').error(error.message);
    return 1;
  }
}

function misused(message: string): number {
  terminalLog('gearbench').error(message);
  return 64;
}
