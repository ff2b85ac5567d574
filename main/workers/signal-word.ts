/**
 * Words with which a small shell, as Debian's, says on its command's standard error that a signal ended the command
 * (strsignal(3), in English: such a shell knows no other language).
 */
const WORDS: Readonly<Record<string, NodeJS.Signals>> = {
  Hangup: 'SIGHUP',
  Quit: 'SIGQUIT',
  'Illegal instruction': 'SIGILL',
  'Trace/breakpoint trap': 'SIGTRAP',
  Aborted: 'SIGABRT',
  'Bus error': 'SIGBUS',
  'Floating point exception': 'SIGFPE',
  Killed: 'SIGKILL',
  'User defined signal 1': 'SIGUSR1',
  'Segmentation fault': 'SIGSEGV',
  'User defined signal 2': 'SIGUSR2',
  'Alarm clock': 'SIGALRM',
  Terminated: 'SIGTERM',
  'Stack fault': 'SIGSTKFLT',
  'CPU time limit exceeded': 'SIGXCPU',
  'File size limit exceeded': 'SIGXFSZ',
  'Virtual timer expired': 'SIGVTALRM',
  'Profiling timer expired': 'SIGPROF',
  'I/O possible': 'SIGIO',
  'Power failure': 'SIGPWR',
  'Bad system call': 'SIGSYS',
};
const AT_THE_END = new RegExp(`(?:${Object.keys(WORDS).join('|')})(?: \\(core dumped\\))?\\n$`);
/** Bytes of the longest, with what may follow it. */
const LONGEST = 48;

/** Passes standard error on, and holds back what may be the shell's word until it is known whether a signal was there. */
export class SignalWord {
  readonly #take: (chunk: Buffer) => void;
  #held: Buffer | undefined;

  constructor(take: (chunk: Buffer) => void) {
    this.#take = take;
  }

  add(chunk: Buffer): void {
    this.flush();
    const word = AT_THE_END.exec(chunk.toString('latin1', Math.max(0, chunk.length - LONGEST)))?.[0];
    const end = chunk.length - (word?.length ?? 0);
    if (end > 0) this.#take(chunk.subarray(0, end));
    if (word !== undefined) this.#held = chunk.subarray(end);
  }

  /** Takes the shell's word for that signal out of what was written; whether it stood there. */
  tells(signal: NodeJS.Signals): boolean {
    const word = this.#held?.toString('latin1').replace(/(?: \(core dumped\))?\n$/, '');
    if (word === undefined || WORDS[word] !== signal) return false;
    this.#held = undefined;
    return true;
  }

  /** It was the command's own. */
  flush(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#take(held);
  }
}
