import { parseArgs } from 'node:util';

/** What the program was asked for on its command line. Chromium's own switches are passed over. */
export interface ShellOptions {
  /** Port of the job server for this start. */
  port: number | undefined;
  /** Go on without a window when it is closed; starting the program again brings it back. */
  keepRunning: boolean;
  /** Start without a window, where there is a tray to open it from: so it is started when the person logs in. */
  hidden: boolean;
  /** Open the window, run one job through a real socket, print one line of JSON and quit. */
  smokeTest: boolean;
  /** Packets a second that are made up and recorded, to measure the window with. */
  replay: number | undefined;
  /** Where newer versions are looked for, for tests; a package has its own. */
  updateFeed: string | undefined;
  /** A workspace file to open. */
  workspace: string | undefined;
}

/** Takes the arguments behind the program's name. What is not ours is ignored: Chromium reads the same line. */
export function readOptions(args: readonly string[]): ShellOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      replay: { type: 'string' },
      'keep-running': { type: 'boolean' },
      hidden: { type: 'boolean' },
      'smoke-test': { type: 'boolean' },
      'update-feed': { type: 'string' },
    },
  });
  const port = typeof values.port === 'string' ? Number(values.port) : Number.NaN;
  const replay = typeof values.replay === 'string' ? Number(values.replay) : Number.NaN;
  return {
    replay: replay > 0 && replay <= 1_000_000 ? replay : undefined,
    port: Number.isInteger(port) && port >= 1 && port <= 65535 ? port : undefined,
    keepRunning: values['keep-running'] === true,
    hidden: values.hidden === true,
    smokeTest: values['smoke-test'] === true,
    updateFeed: typeof values['update-feed'] === 'string' ? values['update-feed'] : undefined,
    workspace: positionals.find((each) => each.endsWith('.gearbench.json')),
  };
}
