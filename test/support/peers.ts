import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where Debian and Homebrew have the real gearmand: none of them on everybody's PATH. */
export const GEARMAND =
  ['/usr/sbin/gearmand', '/opt/homebrew/sbin/gearmand', '/usr/local/sbin/gearmand'].find(existsSync) ?? 'gearmand';

/** Perl's job server, which Debian calls gearmand too. */
export const PERL_GEARMAND = '/usr/bin/gearmand';

const PROBES = {
  gearmand: [GEARMAND, ['-V']],
  gearman: ['gearman', ['-H']],
  gearadmin: ['gearadmin', ['--help']],
  php: ['php', ['-r', 'exit(extension_loaded("gearman") ? 0 : 1);']],
  perl: ['perl', ['-MGearman::Client', '-e', '1']],
  'perl-server': ['perl', ['-MGearman::Server', '-e', `exit(-e '${PERL_GEARMAND}' ? 0 : 1)`]],
  tshark: ['tshark', ['--version']],
  openssl: ['openssl', ['version']],
  nc: ['nc', ['-h']],
  python: ['python3', ['--version']],
  ruby: ['ruby', ['--version']],
  go: ['go', ['version']],
  java: ['javac', ['--version']],
} as const;

export type Peer = keyof typeof PROBES;

/**
 * Whether a real peer is installed. Where it must be, on Linux under CI, its absence is an error: a test that needs it
 * would be left out in silence.
 */
export function needs(peer: Peer): boolean {
  const [file, args] = PROBES[peer];
  const found = spawnSync(file, args, { stdio: 'ignore' }).error === undefined && !missingPart(peer, file, args);
  return mustBe(found, `${peer} must be installed here`);
}

/** Passes on whether a condition of a test holds. On Linux under CI it must. */
export function mustBe(holds: boolean, otherwise: string): boolean {
  if (!holds && process.env['CI'] === 'true' && process.platform === 'linux') throw new Error(otherwise);
  return holds;
}

/** A language is there, but not its Gearman part. */
const missingPart = (peer: Peer, file: string, args: readonly string[]): boolean =>
  (peer === 'php' || peer.startsWith('perl')) && spawnSync(file, args, { stdio: 'ignore' }).status !== 0;
