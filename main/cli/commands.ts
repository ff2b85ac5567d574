/**
 * What the command line can do: what runs, the help, completions and the manual page are from this table. Each command is a file
 * of its own, loaded when it is asked for.
 */
export interface CliCommand {
  name: string;
  /** What comes behind it, beside options. */
  takes: string;
  what: string;
  /** Whether files are meant by what stands alone. */
  files: boolean;
  /** What may come behind it as a word of its own. */
  words: readonly string[];
  help: () => Promise<string>;
  /** Resolves with the exit code. Null for what index.ts says itself. */
  run: ((args: string[]) => Promise<number>) | null;
}

const NONE = { takes: '', files: false, words: [] };

export const COMMANDS: readonly CliCommand[] = [
  {
    ...NONE,
    name: 'serve',
    takes: '[workspace]',
    what: 'Run the job server, and the workers of a workspace',
    files: true,
    help: async () => (await import('./serve.ts')).HELP,
    run: async (args) => (await import('./serve.ts')).serve(args),
  },
  {
    ...NONE,
    name: 'gearmand',
    what: "Run the job server with gearmand's own options",
    help: async () => (await import('./gearmand-options.ts')).gearmandHelp(),
    run: async (args) => (await import('./gearmand.ts')).gearmand(args),
  },
  {
    ...NONE,
    name: 'gearman',
    what: 'Submit jobs, or make a worker of a command, as gearman does',
    files: true,
    help: async () => (await import('./gearman-options.ts')).gearmanHelp(),
    run: async (args) => (await import('./gearman.ts')).gearman(args),
  },
  {
    ...NONE,
    name: 'gearadmin',
    what: 'Ask a job server, and create, drop and cancel, as gearadmin does',
    help: async () => (await import('./gearadmin.ts')).gearadminHelp(),
    run: async (args) => (await import('./gearadmin.ts')).gearadmin(args),
  },
  {
    ...NONE,
    name: 'capture',
    what: 'Print packets: of a capture file, or of a server as they come',
    files: true,
    words: ['read', 'live'],
    help: async () => {
      const { HELP, READ_HELP, LIVE_HELP } = await import('./capture.ts');
      return [HELP, READ_HELP, LIVE_HELP].join('\n');
    },
    run: async (args) => (await import('./capture.ts')).capture(args),
  },
  {
    ...NONE,
    name: 'exporter',
    what: 'Serve the figures of job servers for Prometheus',
    help: async () => (await import('./exporter.ts')).HELP,
    run: async (args) => (await import('./exporter.ts')).exporter(args),
  },
  {
    ...NONE,
    name: 'doctor',
    what: "Say what is wrong with PHP's gearman extension, and what mends it",
    help: async () => (await import('./doctor.ts')).HELP,
    run: async (args) => (await import('./doctor.ts')).doctor(args),
  },
  {
    ...NONE,
    name: 'completion',
    takes: 'SHELL',
    what: 'Print what completes commands in bash, zsh or fish',
    words: ['bash', 'zsh', 'fish'],
    help: async () => (await import('./completion.ts')).HELP,
    run: async (args) => (await import('./completion.ts')).completion(args, COMMANDS),
  },
  {
    ...NONE,
    name: 'manual',
    what: 'Print the manual page: gearbench manual | man -l -',
    help: async () => (await import('./manual.ts')).HELP,
    run: async (args) => (await import('./manual.ts')).manual(args, COMMANDS),
  },
  {
    ...NONE,
    name: 'help',
    takes: '[command]',
    what: 'Show this text, or that of a command',
    help: async () => '',
    run: null,
  },
  { ...NONE, name: 'version', what: 'Show the version', help: async () => '', run: null },
];
