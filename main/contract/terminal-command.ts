/** Shells whose files are known. */
export type ShellKind = 'zsh' | 'bash' | 'fish' | 'powershell';

/** The `gearbench` command of the person's terminals. */
export interface TerminalCommandState {
  /** Where it is, or would be. */
  path: string;
  /** `outdated`: it runs another Gearbench than this one. `foreign`: somebody else's file of that name is there. */
  state: 'absent' | 'installed' | 'outdated' | 'foreign';
  /** What a terminal finds by the name: this file, nothing, or another one first. `unknown`: the person's shell does not tell. */
  found: 'this' | 'nothing' | 'another' | 'unknown';
  /** The other one. */
  another: string | null;
  /** The person's shell; null where it is none of those that are known. */
  shell: ShellKind | null;
  /** The line that lets their terminals find it, and the one that lets the shell complete its options. */
  pathLine: string | null;
  completionLine: string | null;
}
