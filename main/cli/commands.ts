/** What the command line can do, with the help of each: the help itself, completions and the manual page read this table. */
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
}

export const COMPLETION_HELP = `Usage: gearbench completion bash|zsh|fish

Prints a script that lets the shell complete gearbench's commands and options. For the shell that
runs, and for all to come:

  bash  source <(gearbench completion bash)
        gearbench completion bash > ~/.local/share/bash-completion/completions/gearbench
  zsh   source <(gearbench completion zsh)
        gearbench completion zsh > "\${fpath[1]}/_gearbench"
  fish  gearbench completion fish | source
        gearbench completion fish > ~/.config/fish/completions/gearbench.fish
`;

export const MANUAL_HELP = `Usage: gearbench manual

Prints the manual page, made of the help of all commands:
  gearbench manual | man -l -
`;

const NONE = { takes: '', files: false, words: [] };

export const COMMANDS: readonly CliCommand[] = [
  {
    ...NONE,
    name: 'serve',
    takes: '[workspace]',
    what: 'Run the job server, and the workers of a workspace',
    files: true,
    help: async () => (await import('./serve.ts')).HELP,
  },
  {
    ...NONE,
    name: 'gearmand',
    what: "Run the job server with gearmand's own options",
    help: async () => (await import('./gearmand-options.ts')).gearmandHelp(),
  },
  {
    ...NONE,
    name: 'gearman',
    what: 'Submit jobs, or make a worker of a command, as gearman does',
    files: true,
    help: async () => (await import('./gearman-options.ts')).gearmanHelp(),
  },
  {
    ...NONE,
    name: 'gearadmin',
    what: 'Ask a job server, and create, drop and cancel, as gearadmin does',
    help: async () => (await import('./gearadmin.ts')).gearadminHelp(),
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
  },
  {
    ...NONE,
    name: 'doctor',
    what: "Say what is wrong with PHP's gearman extension, and what mends it",
    help: async () => (await import('./doctor.ts')).HELP,
  },
  {
    ...NONE,
    name: 'completion',
    takes: 'SHELL',
    what: 'Print what completes commands in bash, zsh or fish',
    words: ['bash', 'zsh', 'fish'],
    help: async () => COMPLETION_HELP,
  },
  {
    ...NONE,
    name: 'manual',
    what: 'Print the manual page: gearbench manual | man -l -',
    help: async () => MANUAL_HELP,
  },
  { ...NONE, name: 'help', what: 'Show this text', help: async () => '' },
  { ...NONE, name: 'version', what: 'Show the version', help: async () => '' },
];
