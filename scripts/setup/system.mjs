// What the system must have: installed without a question where we are root on Debian, else named with the exact command.

import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { asNode, output, run, SetupError } from './run.mjs';
import { canShow } from './run-on-electron.mjs';

/** Libraries that Electron's program is linked with. */
const LIBRARIES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxkbcommon0',
];

/** A display for where there is none. */
const DISPLAY = ['xvfb', 'xauth'];

/** Glyphs for Chinese in screenshots. */
const FONTS = ['fonts-noto-cjk'];

/** The real peers of the tests: how it is seen that one is there, and what brings it on Debian and on a Mac. */
const PEERS = [
  {
    what: 'the real gearmand',
    // Perl's has the same name elsewhere.
    seen: 'command -v /usr/sbin/gearmand || command -v /opt/homebrew/sbin/gearmand || command -v /usr/local/sbin/gearmand',
    debian: ['gearman-job-server'],
    mac: 'brew install gearman',
  },
  {
    what: 'the stock gearman and gearadmin',
    seen: 'command -v gearman && command -v gearadmin',
    debian: ['gearman-tools'],
    mac: 'brew install gearman',
  },
  {
    what: 'PHP with its gearman extension',
    seen: `php -r 'exit(extension_loaded("gearman") ? 0 : 1);'`,
    debian: ['php-cli', 'php-gearman'],
    mac: 'brew install php gearman && pecl install gearman',
  },
  // With the compiler below, what builds an extension.
  {
    what: 'phpize, PHP’s headers, autoconf and make',
    seen: 'command -v phpize && command -v autoconf && command -v make',
    debian: ['php-dev', 'autoconf', 'make'],
    mac: 'brew install php autoconf && xcode-select --install',
  },
  {
    what: 'Perl with Gearman::Client',
    seen: 'perl -MGearman::Client -e 1',
    debian: ['libgearman-client-perl'],
    mac: 'cpan Gearman::Client',
  },
  {
    what: 'Perl’s job server',
    seen: 'perl -MGearman::Server -e 1',
    debian: ['gearman-server'],
    mac: 'cpan Gearman::Server',
  },
  {
    what: 'a C compiler for the load generator',
    seen: 'command -v cc',
    debian: ['gcc', 'libc6-dev'],
    mac: 'xcode-select --install',
  },
  { what: 'openssl', seen: 'command -v openssl', debian: ['openssl'], mac: 'brew install openssl' },
  // Every Mac has one.
  { what: 'nc', seen: 'command -v nc', debian: ['netcat-openbsd'], mac: '' },
  { what: 'tshark', seen: 'command -v tshark', debian: ['tshark'], mac: 'brew install wireshark' },
  {
    what: 'zsh, fish and tcsh',
    seen: 'command -v zsh && command -v fish && command -v tcsh',
    debian: ['zsh', 'fish', 'tcsh'],
    mac: 'brew install fish',
  },
  {
    what: 'Python, Ruby, Go and Java, which run the snippets of a job',
    seen: 'command -v python3 && command -v ruby && command -v go && command -v javac',
    debian: ['python3', 'ruby', 'golang-go', 'default-jdk-headless'],
    mac: 'brew install python ruby go openjdk',
  },
  // The session of a desktop: only Linux has one of this kind.
  {
    what: 'a session bus, who asks it, and the check of desktop entries',
    seen:
      process.platform === 'linux'
        ? 'command -v dbus-daemon && command -v gdbus && command -v busctl && command -v desktop-file-validate'
        : 'true',
    debian: ['dbus', 'libglib2.0-bin', 'systemd', 'desktop-file-utils'],
    mac: '',
  },
  // Elsewhere nothing tells what a program asks of the system without taking it apart.
  { what: 'strace', seen: process.platform === 'linux' ? 'command -v strace' : 'true', debian: ['strace'], mac: '' },
];

/** dpkg-query's own placeholder. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: not ours to fill in
const STATUS = '${Status}';

const isDebian = () => process.platform === 'linux' && existsSync('/usr/bin/apt-get');
const isRoot = () => process.getuid?.() === 0;

/** Makes sure that Electron's program can be started. */
export async function ensureLibraries(electron) {
  const problem = missingLibrary(electron);
  if (problem === undefined) return;
  if (!isDebian())
    throw new SetupError(
      `Electron does not start: ${problem}. Install what it needs (GTK 3, NSS, ALSA, GBM) with your system's package manager.`,
    );
  await install(LIBRARIES, 'what Electron needs');
  const still = missingLibrary(electron);
  if (still !== undefined)
    throw new SetupError(
      `Electron does not start: ${still}. None of the packages that it is known to need is missing (${LIBRARIES.join(' ')}).`,
    );
}

/**
 * Makes sure of a display and of the peers of the tests. Returns what is missing and the command that would install it,
 * where there is one.
 */
export async function ensurePeers() {
  if (process.platform === 'win32') return [{ what: 'gearmand, gearman, PHP, Perl, tshark and the shells' }];
  if (isDebian()) {
    const packages = [...DISPLAY, ...PEERS.flatMap(({ debian }) => debian), ...FONTS];
    await install(packages, 'the peers that the tests talk to', { orThrow: process.env.CI === 'true' });
  }
  const missing = PEERS.filter(({ seen }) => !succeeds(seen)).map(({ what, debian, mac }) => ({
    what,
    install: process.platform === 'darwin' ? mac : installCommand(debian),
  }));
  if (!canShow()) missing.push({ what: 'a display, real or virtual', install: installCommand(DISPLAY) });
  return missing;
}

const succeeds = (line) => output('sh', ['-c', line], { stdio: ['ignore', 'pipe', 'ignore'] }) !== undefined;

const installCommand = (packages) => `sudo apt-get install -y ${packages.map(currentName).join(' ')}`;

function missingLibrary(electron) {
  const result = spawnSync(electron, ['-e', '0'], { encoding: 'utf8', env: asNode() });
  if (result.status === 0) return undefined;
  return (
    /error while loading shared libraries: [^:]+/.exec(result.stderr)?.[0] ??
    (result.error?.message || result.stderr.trim() || `it ended with ${result.signal ?? result.status}`)
  );
}

async function install(packages, what, { orThrow = true } = {}) {
  const missing = packages.filter((name) => !installed(name));
  if (missing.length === 0) return;
  if (!isRoot()) {
    if (!orThrow) return;
    throw new SetupError(`Missing: ${what}. Install it with\n\n  ${installCommand(missing)}\n\nand start again.`);
  }
  console.log(`Installing ${what} (apt-get): ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await withoutServices(async () => {
    const quiet = ['-qq', '-o', 'Dpkg::Use-Pty=0'];
    const once = () =>
      run('apt-get', ['install', '-y', ...quiet, '--no-install-recommends', ...missing.map(currentName)], { env });
    if ((await run('apt-get', ['update', ...quiet], { env })) !== 0 || (await once()) !== 0) {
      throw new SetupError(`apt-get could not install ${what}. What it printed above says why.`);
    }
  });
}

const installed = (name) =>
  [name, `${name}t64`].some((each) =>
    output('dpkg-query', ['-W', '-f', STATUS, each], { stdio: ['ignore', 'pipe', 'ignore'] })?.includes('ok installed'),
  );

/** Some libraries have another name since the change to 64-bit time (Ubuntu 24.04, Debian 13). */
const currentName = (name) =>
  output('apt-cache', ['show', '--no-all-versions', `${name}t64`], { stdio: ['ignore', 'pipe', 'ignore'] })
    ? `${name}t64`
    : name;

/** Packages of servers start them; a policy that refuses keeps them from it. */
async function withoutServices(act) {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await act();
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}
