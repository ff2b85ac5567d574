import { posix } from 'node:path';
import type { Risk, Step } from '../../contract/doctor.ts';
import type { FixId, StepWords } from '../../contract/doctor-words.ts';
import { addressOf } from '../../net/dial.ts';
import { activeIn, toldOf } from '../checks/check.ts';
import type { Brew } from '../look/build-tools.ts';
import type { Directive } from '../look/ini.ts';
import type { Seen } from '../look/seen.ts';
import { minorIn, supportOf } from '../versions.ts';
import { brewOf, fileOf, fittingFile, packageFamily, twinOf } from '../ways.ts';
import { autoconfOf, buildSteps, moduleFile, prefixOf } from './build.ts';
import { change, command, type Draft, explained } from './draft.ts';
import { dropInSteps } from './drop-in.ts';
import { ownIniSteps } from './own-ini.ts';

export interface PlanParts {
  /** A folder of the person's own, for what is built. */
  folder: string;
  /** The PHP client that takes the place of the extension; null where it is not at hand. */
  client: string | null;
}

/** The steps of a fix, in order; none where it cannot be done here. */
export function stepsOf(fix: FixId, seen: Seen, parts: PlanParts): Step[] {
  return STEPS[fix](seen, parts).map((draft) => ({ fix, ...draft }));
}

const STEPS: Readonly<Record<FixId, (seen: Seen, parts: PlanParts) => Draft[]>> = {
  'write-ini': (seen) => {
    const file = fittingFile(seen);
    return file === null ? [] : loadSteps(seen, file.path);
  },
  'load-absolute': (seen) => {
    const file = fileOf(seen);
    return file === null ? [] : loadSteps(seen, file.path);
  },

  'uncomment-ini': (seen) => {
    const line = seen.ini.directives.find(({ read, commented }) => read && commented);
    if (line === undefined) return [];
    const text = line.text.replace(/^[;\s#]+/, '');
    return [iniReplacement(seen, 'uncomment-ini', line.file, [{ line: line.line, was: line.text, text }])];
  },

  'correct-ini': (seen) => {
    const file = fittingFile(seen);
    return file === null ? [] : loadSteps(seen, file.path);
  },

  'comment-duplicates': (seen) => {
    const [first, ...others] = activeIn(seen).filter(({ zend }) => !zend);
    if (first === undefined) return [];
    return [...Map.groupBy(others, ({ file }) => file)].map(([file, lines]: [string, Directive[]]) =>
      iniReplacement(
        seen,
        'comment-duplicates',
        file,
        lines.map(({ line, text }) => ({ line, was: text, text: `;${text}` })),
      ),
    );
  },

  'enable-module': (seen) => {
    const template = seen.ini.template;
    if (template === null) return [];
    const [, version = '', sapi = ''] = /\/etc\/php\/([\d.]+)\/(\w+)\//.exec(seen.ini.scanFolder?.path ?? '') ?? [];
    const argv = ['phpenmod', '-v', version, '-s', sapi, 'gearman'];
    return [command('enable-module', 'administrator', argv, { template })];
  },

  'install-package': (seen) => {
    const family = packageFamily(seen);
    const name = packageOf(seen);
    if (family === null || name === null) return [];
    return [command('install-package', 'administrator', [...INSTALL[family], name], { package: name })];
  },

  'tap-and-install': (seen) => {
    const brew = brewOf(seen);
    if (brew === null || seen.php?.source !== 'homebrew') return [];
    return tapSteps(brew, minorIn(seen.php.version ?? ''));
  },

  build: (seen, parts) => (seen.php === null ? [] : buildFor(seen, parts)),
  'pecl-install': (seen) => {
    const { php, tools } = seen;
    const support = supportOf(php?.version ?? '');
    const told = toldOf(seen);
    if (php === null || told === null || tools.pecl === null || typeof support !== 'object') return [];
    const prefix = prefixOf(seen, php);
    const environment = { ...autoconfOf(seen), ...(prefix !== null && { with_gearman: prefix }) };
    const own = php.source === 'homebrew';
    const argv = [tools.pecl, 'install', `gearman-${support.take}`];
    const values = { version: support.take, folder: told.extensionFolder };
    return [
      command('pecl-install', own ? 'packages' : 'administrator', argv, values, { environment }),
      // Where it knows a php.ini, as Homebrew's does, it writes the line itself.
      ...(own ? [] : loadSteps(seen, posix.join(told.extensionFolder, 'gearman.so'))),
    ];
  },
  'own-ini': (seen, parts) => {
    const file = fittingFile(seen);
    if (file !== null) return ownIniSteps(seen, parts.folder, file.path);
    const support = supportOf(seen.php?.version ?? '');
    if (seen.php === null || typeof support !== 'object') return [];
    return [
      ...buildSteps(seen, seen.php, parts.folder, support.take),
      ...ownIniSteps(seen, parts.folder, moduleFile(parts.folder, seen.php)),
    ];
  },
  'docker-extension': ({ project }) => {
    if (project?.container == null) return [];
    const folder = posix.dirname(project.container);
    return [
      explained('docker-extension', { file: project.container }),
      command('docker-build', 'packages', ['docker', 'compose', 'build'], { folder }, { folder }),
    ];
  },
  'build-for-other': (seen, parts) => (twinOf(seen) === null ? [] : buildFor(seen, parts)),

  'drop-in': dropInSteps,

  'install-php': (seen) => {
    const family = packageFamily(seen);
    if (family === 'apt')
      return [
        command('install-php-package', 'administrator', [...INSTALL.apt, 'php-cli', 'php-gearman'], {
          package: 'php-cli php-gearman',
        }),
      ];
    const brew = seen.tools.brews.find(({ cpu }) => cpu === seen.system.cpu) ?? seen.tools.brews[0];
    // The newest that a release of the extension supports.
    const formula = 'php@8.4';
    return seen.platform !== 'darwin' || brew === undefined
      ? []
      : [
          command('install-php', 'packages', [`${brew.prefix}/bin/brew`, 'install', formula], { formula }),
          ...tapSteps(brew, minorIn(formula.replace('php@', ''))),
        ];
  },

  'reinstall-php': (seen) => {
    const brew = brewOf(seen);
    const formula = /\/Cellar\/(php(?:@[\d.]+)?)\//.exec(seen.php?.real ?? '')?.[1];
    if (brew === null || formula === undefined) return [];
    return [command('reinstall-php', 'packages', [`${brew.prefix}/bin/brew`, 'reinstall', formula], { formula })];
  },

  'install-headers': (seen) => {
    if (seen.php?.source === 'homebrew') return STEPS['reinstall-php'](seen, { folder: '', client: null });
    const family = packageFamily(seen);
    const minor = minorIn(seen.php?.version ?? '');
    if (family === null || seen.php?.source !== 'distribution') return [];
    const name = { apt: `php${minor}-dev`, dnf: 'php-devel', apk: `php${minor.replace('.', '')}-dev` }[family];
    return [systemTools(family, [name])];
  },

  'install-compiler': (seen) => {
    if (seen.platform === 'darwin')
      return [command('install-compiler', 'administrator', ['/usr/bin/xcode-select', '--install'])];
    const family = packageFamily(seen);
    return family === null
      ? []
      : [systemTools(family, { apt: ['gcc', 'make', 'libc6-dev'], dnf: ['gcc', 'make'], apk: ['build-base'] }[family])];
  },
  'install-autoconf': (seen) =>
    toolSteps(seen, ['autoconf'], { apt: ['autoconf'], dnf: ['autoconf'], apk: ['autoconf'] }),
  'install-libgearman': (seen) =>
    toolSteps(seen, ['gearman'], { apt: ['libgearman-dev'], dnf: ['libgearman-devel'], apk: ['gearman-dev'] }),

  'reinstall-libgearman': (seen) => {
    const brew = brewOf(seen);
    if (brew !== null)
      return [command('reinstall-libgearman', 'packages', [`${brew.prefix}/bin/brew`, 'reinstall', 'gearman'])];
    const family = packageFamily(seen);
    if (family === null) return [];
    const again = {
      apt: ['apt-get', 'install', '--reinstall', '-y', 'libgearman8'],
      dnf: ['dnf', 'reinstall', '-y', 'libgearman'],
      apk: ['apk', 'fix', 'gearman-libs'],
    }[family];
    return [command('reinstall-libgearman', 'administrator', again)];
  },

  'make-pecl-folder': (seen) => {
    const brew = brewOf(seen);
    if (brew === null) return [];
    const folder = `${brew.prefix}/lib/php/pecl`;
    return [command('make-pecl-folder', 'own-files', ['/bin/mkdir', '-p', folder], { folder })];
  },

  'own-folders': (seen) => {
    const folders = brewOf(seen)?.locked ?? [];
    if (folders.length === 0 || seen.user === null) return [];
    const argv = ['/usr/sbin/chown', '-R', `${seen.user}:admin`, ...folders];
    return [command('own-folders', 'administrator', argv, { folders: folders.join(', ') })];
  },

  'remove-pear-folder': ({ left: { pear } }) =>
    pear === null
      ? []
      : [command('remove-pear-folder', 'administrator', ['/bin/rm', '-R', pear.folder], { folder: pear.folder })],

  'own-left': ({ left: { ofRoot }, user, platform }) => {
    if (ofRoot.length === 0 || user === null) return [];
    const program = platform === 'darwin' ? '/usr/sbin/chown' : '/bin/chown';
    const argv = [program, '-R', String(user), ...ofRoot];
    return [command('own-left', 'administrator', argv, { files: ofRoot.join(', ') })];
  },

  'set-proxy': ({ tools: { pecl }, online }) => {
    const proxy = online?.answer.what === 'page' ? online.answer.proxy : null;
    if (pecl === null || proxy === null) return [];
    return [command('set-proxy', 'own-files', [pecl, 'config-set', 'http_proxy', proxy], { proxy })];
  },

  'trust-certificates': (seen) => {
    const brew = brewOf(seen);
    const folder = seen.ini.scanFolder;
    if (brew === null || folder === null) return [];
    const text = `openssl.cafile="${brew.prefix}/etc/ca-certificates/cert.pem"\n`;
    return [
      change('trust-certificates', iniRisk(folder.writable), {
        kind: 'add',
        file: `${folder.path}/20-cafile.ini`,
        text,
      }),
    ];
  },

  'allow-file': (seen) => {
    const file = fileOf(seen);
    if (file === null) return [];
    const values = { file: file.path };
    if (file.about.readable)
      return [
        command('leave-quarantine', 'own-files', ['/usr/bin/xattr', '-d', 'com.apple.quarantine', file.path], values),
      ];
    const own = file.about.owner === seen.user;
    return [command('allow-reading', own ? 'own-files' : 'administrator', ['/bin/chmod', 'a+r', file.path], values)];
  },

  'sign-file': (seen) => {
    const file = fileOf(seen);
    if (file === null) return [];
    const argv = ['/usr/bin/codesign', '--force', '--sign', '-', file.path];
    return [command('sign-file', 'own-files', argv, { file: file.path })];
  },

  'restart-fpm': (seen) => {
    const running = seen.web.fpms.find(({ process }) => process !== null);
    if (running === undefined) return [];
    const version = minorIn(running.told?.version ?? '');
    if (seen.platform === 'linux') {
      const service = `php${version}-fpm`;
      return [command('restart-fpm', 'administrator', ['systemctl', 'restart', service])];
    }
    const brew = brewOf(seen);
    const formula = /\/Cellar\/(php(?:@[\d.]+)?)\//.exec(running.program)?.[1];
    return brew === null || formula === undefined
      ? []
      : [command('restart-fpm', 'packages', [`${brew.prefix}/bin/brew`, 'services', 'restart', formula])];
  },

  'fpm-ini': (seen) => {
    const fpm = seen.web.fpms.find(({ told: each }) => each !== null && each.gearman === null);
    const file = fileOf(seen);
    const folder = fpm?.told?.scanFolders[0];
    if (folder === undefined || file === null) return [];
    const [, version] = /^\/etc\/php\/([\d.]+)\/fpm\//.exec(folder) ?? [];
    if (version !== undefined && seen.ini.template !== null) {
      const argv = ['phpenmod', '-v', version, '-s', 'fpm', 'gearman'];
      return [command('enable-module', 'administrator', argv, { template: seen.ini.template })];
    }
    return [
      change('write-ini', 'administrator', { kind: 'add', file: `${folder}/20-gearman.ini`, text: lineFor(file.path) }),
    ];
  },

  'start-server': ({ server: { address } }) => {
    const argv = ['gearbench', 'serve', '--port', String(address.port)];
    return [command('start-server', 'none', argv, { address: addressOf(address) })];
  },

  'listen-wider': ({ server: { address } }) => {
    const argv = ['gearbench', 'serve', '--listen', address.host, '--port', String(address.port)];
    const own = { argv, environment: {}, folder: null };
    return [{ ...explained('listen-wider', { address: addressOf(address) }), command: own }];
  },
  'allow-local-network': () => [explained('allow-local-network')],
  'use-loopback': () => [explained('use-loopback')],
  'container-host': (seen) => [explained('container-host', { file: seen.project?.containers[0]?.file ?? '' })],
  'fork-safety': () => [explained('fork-safety')],
  'choose-shell': () => [
    { ...explained('choose-shell'), command: { argv: ['chsh', '-s', '/bin/zsh'], environment: {}, folder: null } },
  ],
};

function tapSteps({ prefix, tapped }: Brew, php: string): Draft[] {
  const program = `${prefix}/bin/brew`;
  return [
    ...(tapped ? [] : [command('brew-tap', 'packages', [program, 'tap', 'shivammathur/extensions'])]),
    command('brew-extension', 'packages', [program, 'install', `shivammathur/extensions/gearman@${php}`], { php }),
  ];
}

const INSTALL = {
  apt: ['apt-get', 'install', '-y'],
  dnf: ['dnf', 'install', '-y'],
  apk: ['apk', 'add'],
} as const;

/** The package of the extension for this PHP; null where the version is not known. */
function packageOf(seen: Seen): string | null {
  const version = seen.php?.version;
  const family = packageFamily(seen);
  if (version == null || family === null) return null;
  const minor = minorIn(version);
  // Fedora has it as php-pecl-gearman; Alpine has libgearman alone.
  return { apt: `php${minor}-gearman`, dnf: 'php-pecl-gearman', apk: null }[family];
}

const systemTools = (family: 'apt' | 'dnf' | 'apk', packages: readonly string[]): Draft =>
  command('system-tools', 'administrator', [...INSTALL[family], ...packages], { packages: packages.join(' ') });

function toolSteps(seen: Seen, formulas: string[], packages: Record<'apt' | 'dnf' | 'apk', string[]>): Draft[] {
  const brew = brewOf(seen);
  if (brew !== null) {
    const argv = [`${brew.prefix}/bin/brew`, 'install', ...formulas];
    return [command('brew-tools', 'packages', argv, { packages: formulas.join(' ') })];
  }
  const family = packageFamily(seen);
  return family === null ? [] : [systemTools(family, packages[family])];
}

const lineFor = (path: string): string => `; Written by Gearbench.\nextension="${path}"\n`;

/** The person's own, or somebody else's to write. */
const iniRisk = (writable: boolean): Risk => (writable ? 'own-files' : 'administrator');

/** What loads the file: the line that is there, put right; else an ini file of its own where PHP reads a folder of them, else a line in php.ini. */
export function loadSteps(seen: Seen, path: string): Draft[] {
  const { scanFolder, iniWritable, directives } = seen.ini;
  const line = activeIn(seen)[0] ?? directives.find(({ read }) => read);
  if (line !== undefined)
    return [
      iniReplacement(seen, 'correct-ini', line.file, [
        { line: line.line, was: line.text, text: `extension="${path}"` },
      ]),
    ];
  if (scanFolder !== null) {
    const file = `${scanFolder.path}/20-gearman.ini`;
    return [change('write-ini', iniRisk(scanFolder.writable), { kind: 'add', file, text: lineFor(path) })];
  }
  const ini = toldOf(seen)?.iniFile ?? null;
  if (ini !== null)
    return [change('append-ini', iniRisk(iniWritable), { kind: 'add', file: ini, text: lineFor(path) })];
  const folder = toldOf(seen)?.iniFolder ?? null;
  if (folder === null) return [];
  return [change('write-ini', 'administrator', { kind: 'add', file: `${folder}/php.ini`, text: lineFor(path) })];
}

function iniReplacement(
  seen: Seen,
  words: StepWords,
  file: string,
  lines: readonly { line: number; was: string; text: string }[],
): Draft {
  const own = file === toldOf(seen)?.iniFile ? seen.ini.iniWritable : (seen.ini.scanFolder?.writable ?? false);
  const values = { line: lines.map(({ line }) => line).join(', ') };
  return change(words, iniRisk(own), { kind: 'replace', file, lines }, values);
}

/** What is missing is installed, the extension built, and loaded from the person's own folder. */
function buildFor(seen: Seen, parts: PlanParts): Draft[] {
  const { php } = seen;
  const builder = twinOf(seen) ?? php;
  const support = supportOf(php?.version ?? '');
  if (php === null || builder === null || typeof support !== 'object') return [];
  const stages = buildSteps(seen, builder, parts.folder, support.take);
  return [...stages, ...loadSteps(seen, moduleFile(parts.folder, php))];
}
