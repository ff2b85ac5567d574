import type { ShellCommand } from './shell-quote.ts';

/** A command that a person runs in a terminal of theirs. */
export interface TerminalCommand extends ShellCommand {
  /** Whether only an administrator can run it. */
  administrator: boolean;
}
