/** Every failure that a person can do something about, by code. The window has a sentence for each in each language. */
export const ERROR_CODES = [
  'bad-input',
  'forbidden',
  'unknown-call',
  'internal',
  'port-in-use',
  'port-kept',
  'port-forbidden',
  'address-missing',
  'listen-failed',
  'server-not-running',
  'connection-refused',
  'connection-lost',
  'connection-timeout',
  'servers-gone',
  'server-refused',
  'change-refused',
  'server-unknown',
  'server-locked',
  'server-read-only',
  'not-trusted',
  'commands-changed',
  'unknown-function',
  'name-taken',
  'program-not-found',
  'no-such-worker',
  'folder-missing',
  'file-exists',
  'file-missing',
  'file-unreadable',
  'file-unwritable',
  'file-too-large',
  'file-not-json',
  'file-newer',
  'file-changed',
  'file-conflict',
  'file-invalid',
  'secret-missing',
  'secrets-exposed',
  'needs-server',
  'queue-locked',
  'queue-read-only',
  'queue-disk-full',
  'queue-damaged',
  'queue-gone',
  'queue-foreign',
  'queue-unusable',
  'journal-locked',
  'journal-read-only',
  'journal-disk-full',
  'journal-damaged',
  'journal-gone',
  'journal-newer',
  'journal-unusable',
  'journal-off',
  'capture-damaged',
  'capture-foreign',
  'choice-expired',
  'time-past',
  'run-busy',
  'rows-empty',
  'rows-encoding',
  'rows-utf16',
  'rows-ragged',
  'rows-twice',
  'rows-csv',
  'rows-long',
  'rows-json',
  'rows-object',
  'rows-column',
  'rows-changed',
  'workload-unknown',
  'workload-taken',
  'template-open',
  'template-field',
  'template-near',
  'not-recent',
  'not-kept',
  'nothing-to-save',
  'nothing-to-import',
  'import-line',
  'import-twice',
  'command-unreadable',
  'command-not-gearman',
  'command-no-worker',
  'command-functions',
  'command-empty',
  'command-option',
  'command-foreign',
  'command-lost',
  'updates-unknown',
  'app-not-installed',
  'step-unknown',
  'step-running',
  'line-changed',
  'copy-blocked',
  'undo-changed',
  'undo-later',
  'terminal-missing',
  'filter-unexpected',
  'filter-ended',
  'filter-quote',
  'filter-escape',
  'filter-character',
  'filter-quoted',
  'filter-field',
  'filter-fields',
  'filter-left',
  'filter-value',
  'filter-operator',
  'search-hex',
  'search-pattern',
  'search-ended',
  'filter-pattern',
  'filter-pattern-large',
  'filter-deep',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * What a sentence about the failure names: the port, the file, the field. `why` is its reason: a `ReasonId`, or
 * the code of another failure, whose own details are among these.
 */
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** A failure as a value: a code for programs, an English sentence for logs and terminals, and what it names. */
export interface Failure {
  code: ErrorCode;
  message: string;
  details: ErrorDetails;
}

/** Any error as a value; what is no AppError is a bug, told as such. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: error.details };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), details: {} };
};

/** An expected failure: a code for programs, a sentence for people. Anything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}
