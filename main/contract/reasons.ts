/**
 * Why a value, a file or a connection cannot be used: a closed set, so that it can be said in each language. These are the English
 * words, which the command line and the window say; names in braces are values.
 */
export const REASON_WORDS = {
  missing: 'it is missing',
  'expects-text': 'it is no text',
  'expects-number': 'it is no number',
  'expects-whole': 'it is no whole number',
  'expects-boolean': 'it is neither true nor false',
  'expects-list': 'it is no list',
  'expects-object': 'it is no object',
  'expects-null': 'it is not null',
  'least-number': 'it is less than {least}',
  'most-number': 'it is more than {most}',
  'least-characters': 'it has fewer characters than {least}',
  'most-characters': 'it has more characters than {most}',
  'least-entries': 'it has fewer entries than {least}',
  'most-entries': 'it has more entries than {most}',
  empty: 'it is empty',
  'one-of': 'it is none of {known}',
  'unknown-kind': 'there is no such kind',
  'unknown-key': 'nothing is called {names} there',
  wrong: 'it has another form',

  'not-bytes': 'it is not a string of bytes',
  'has-nul': 'it has a NUL in it',
  'no-program': 'the program is missing',
  'no-address': 'it is not host:port',
  'no-port': 'a port is 1 to 65535',
  'no-variable': 'it is not the name of a variable',
  'own-variable': 'variables of Gearbench cannot be used',
  'hidden-characters': 'it has blanks, control or invisible characters in it',
  'over-255-bytes': 'it has more than 255 bytes',
  'over-64-bytes': 'it has more than 64 bytes',
  twice: 'a name stands twice in it',
  'same-function': 'two functions have the same name',
  'same-workload': 'two workloads of a folder have the same name',
  'secret-and-value': 'a variable is a secret or has a value in the file, not both',
  'no-pattern': 'it is no pattern with one or two groups',
  'no-function': 'the function is missing',
  'unset-variable': 'the variable {name} has no value there',
  'no-host': 'no host stands beside it',
  'not-published': 'its port is not published to this machine',
  'random-port': 'its port is another one after each start',
  'no-yaml': 'it is no YAML',
  'later-is-background': 'for later there are only background jobs of normal priority',

  'no-rights': 'you have no right to it',
  'not-there': 'it does not exist, or its folder does not',
  'no-folder': 'a part of the path is not a folder',
  'not-a-file': 'it is not a file',
  'disk-full': 'the disk is full',
  'quota-reached': 'you may not use more of the disk',
  'read-only': 'the disk can only be read',
  'too-many-open': 'too many files are open',
  'name-too-long': 'the name is too long',
  'link-loop': 'links lead round in a circle',
  busy: 'another program uses it',
  'there-already': 'it exists already',
  'disk-error': 'the disk or the network failed',
  'too-large': 'it would be too large',
  'no-pem': 'it is not what a PEM file should hold',
  'other-key': 'it is not the key of {certificate}',

  'name-unknown': 'nothing has that name',
  'name-unanswered': 'its name cannot be looked up at the moment',
  'host-unreachable': 'no way leads there',
  'local-network':
    'no way leads there; it may be that macOS keeps Gearbench from the local network: allow it in System Settings, Privacy & Security, Local Network',
  'no-answer': 'nobody answers',
  'other-side-closed': 'the other side closed it',
  'server-closed': 'the server closed it',
  'given-up': 'it was given up',
  'other-certificate': 'its certificate is another one',
  'certificate-unknown': 'its certificate is not trusted',
  'no-tls': 'the two sides do not agree on TLS',
  'not-gearman': 'what came is not Gearman',
  'said-nothing': 'it said nothing to that, as servers do that do not know it',
  said: 'it said “{said}”',

  'not-a-capture': 'it is no capture file',
  'bad-length': 'a length in it cannot be',
  'bad-block': 'a block contradicts itself',
  'cut-off': 'it ends in the middle of a packet',
  'bad-packing': 'its compression is damaged',
  'queue-columns': 'its table “{table}” has other columns than gearmand’s',
  'no-database': 'it is no SQLite file',
  'no-database-file': 'it cannot be opened',
  'database-error': 'SQLite reports error {number}',
  'system-error': 'the system reports {systemCode}',
} as const;

export type ReasonId = keyof typeof REASON_WORDS;

/** A reason with what its words name. */
export interface Reason {
  why: ReasonId;
  values: Readonly<Record<string, string | number>>;
}

/** The reason in English. */
export const reasonWords = ({ why, values }: Reason): string =>
  REASON_WORDS[why].replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));

/** The reason, with what its words name. */
export const because = (why: ReasonId, values: Reason['values'] = {}): Reason => ({ why, values });

/** What an AppError has among its details, so that the window can say it in its language. */
export const reasonDetails = (reason: Reason): Readonly<Record<string, string | number>> => ({
  ...reason.values,
  why: reason.why,
  reason: reasonWords(reason),
});

/** Names of errors of the system and of Node, with what they come to. */
const OF_SYSTEM: Readonly<Record<string, ReasonId>> = {
  EACCES: 'no-rights',
  EPERM: 'no-rights',
  ENOENT: 'not-there',
  ENOTDIR: 'no-folder',
  EISDIR: 'not-a-file',
  ENXIO: 'not-a-file',
  ENOSPC: 'disk-full',
  EDQUOT: 'quota-reached',
  EROFS: 'read-only',
  EMFILE: 'too-many-open',
  ENFILE: 'too-many-open',
  ENAMETOOLONG: 'name-too-long',
  ELOOP: 'link-loop',
  EBUSY: 'busy',
  ETXTBSY: 'busy',
  EEXIST: 'there-already',
  EIO: 'disk-error',
  ESTALE: 'disk-error',
  EFBIG: 'too-large',
  ENOTFOUND: 'name-unknown',
  EAI_AGAIN: 'name-unanswered',
  EHOSTUNREACH: 'host-unreachable',
  ENETUNREACH: 'host-unreachable',
  EHOSTDOWN: 'host-unreachable',
  ENETDOWN: 'host-unreachable',
  EADDRNOTAVAIL: 'host-unreachable',
  ETIMEDOUT: 'no-answer',
  ECONNRESET: 'other-side-closed',
  ECONNABORTED: 'other-side-closed',
  EPIPE: 'other-side-closed',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-unknown',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-unknown',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-unknown',
  // Another authority of the same name.
  CERT_SIGNATURE_FAILURE: 'certificate-unknown',
  CERT_UNTRUSTED: 'certificate-unknown',
  CERT_REJECTED: 'certificate-unknown',
  CERT_REVOKED: 'certificate-unknown',
  INVALID_CA: 'certificate-unknown',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-certificate',
  CERT_HAS_EXPIRED: 'certificate-unknown',
  CERT_NOT_YET_VALID: 'certificate-unknown',
};

/** Why the system refused something. */
export function reasonOf(error: unknown): Reason {
  const { code = '', name = '' } = error as { code?: string; name?: string };
  const why = OF_SYSTEM[code] ?? (/^(?:ERR_SSL|ERR_TLS|EPROTO)/.test(code) ? 'no-tls' : undefined);
  return why === undefined ? because('system-error', { systemCode: code || name }) : because(why);
}
