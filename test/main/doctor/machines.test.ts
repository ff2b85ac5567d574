import { expect, test } from 'vitest';
import type { Plan } from '../../../main/contract/doctor.ts';
import { FINDING_WORDS, STEP_WORDS } from '../../../main/contract/doctor-words.ts';
import type { Diagnosis } from '../../../main/doctor/doctor.ts';
import { commandText, reportOf, sentenceOf } from '../../../main/doctor/report.ts';
import { redacted } from '../../../main/util/redacted.ts';
import { MACHINES } from '../../fixtures/machines/machines.ts';
import { diagnose, outcome } from './outcome.ts';

/** What is amiss on each computer, and the plan that comes first, by its way. */
const OUTCOMES: Readonly<Record<string, readonly string[]>> = {
  'the first story: OS X, its PHP 5.5, protection, no autoconf, no php.ini': [
    'fail SYS-06.sealed',
    'warn SYS-07.apple',
    'unknown PHP-04.unknown',
    'fail BIN-01.none',
    'warn INI-01.none',
    'warn RUN-01.nothing',
    'other-php: install-php, brew-tap, brew-extension, start-server',
  ],
  'Apple silicon, all well': [],
  'Intel, all well': [],
  'a new Mac with nothing on it': ['warn RUN-01.nothing'],
  'Homebrew’s PHP without gearman, a bottle is there': ['fail BIN-01.none', 'bottle: brew-extension'],
  'Homebrew’s PHP without gearman, no tap, no tools': ['fail BIN-01.none', 'bottle: brew-tap, brew-extension'],
  'Homebrew’s PHP with a tap that has no bottle for this system': [
    'warn BREW-04.none',
    'fail BIN-01.none',
    'bottle: brew-extension',
  ],
  'the extension is there, and no line loads it': ['fail INI-02.absent', 'switch-on: write-ini'],
  'the line is commented': ['fail INI-02.commented', 'switch-on: uncomment-ini'],
  'the line is in the php.ini of another PHP': ['fail INI-02.absent', 'fail INI-04.unread', 'switch-on: write-ini'],
  'the line is in the ini files of another PHP, and pecl’s folder is missing': [
    'warn NET-07.missing',
    'fail BIN-01.none',
    'bottle: brew-tap, brew-extension',
  ],
  'the line is there twice': ['warn INI-03.lines', 'repair: comment-duplicates'],
  zend_extension: ['fail INI-07.zend', 'switch-on: correct-ini'],
  'the line names a file that is gone': ['fail BIN-01.named-missing', 'switch-on: correct-ini'],
  'built for another API number': ['fail BIN-02.other', 'fail BIN-04.fails', 'bottle: brew-extension'],
  'built for the other CPU': ['fail BIN-03.other', 'fail BIN-04.fails', 'bottle: brew-extension'],
  'libgearman is gone after an update': ['fail LIB-06.missing', 'fail BIN-04.fails', 'repair: reinstall-libgearman'],
  'gearman 2.1.0 on a PHP that is too new for it': [
    'fail BIN-04.fails',
    'fail BIN-05.old-extension',
    'bottle: brew-extension',
  ],
  'libgearman without TLS, an extension with it': [
    'fail BIN-04.fails',
    'fail BIN-05.old-library',
    'bottle: brew-extension',
  ],
  'a symbol that nobody has': ['fail BIN-04.fails', 'fail BIN-05.missing', 'bottle: brew-extension'],
  'no signature on Apple silicon': ['fail BIN-04.fails', 'fail WEB-04.refused', 'repair: sign-file'],
  'a hardened program that loads no code of others': [
    'fail BIN-04.fails',
    'fail WEB-04.host',
    'bottle: brew-extension',
  ],
  'no signature, and Intel': ['fail BIN-03.other', 'fail BIN-04.fails', 'bottle: brew-extension'],
  'codesign that says nothing': ['unknown WEB-04.unknown'],
  'a file that is a web page': ['fail BIN-03.no-library', 'fail BIN-04.fails', 'bottle: brew-extension'],
  'a file that may not be read': ['fail BIN-04.fails', 'fail BIN-06.unreadable', 'repair: allow-reading'],
  'quarantine, and a library that does not tell for what it is': [
    'unknown BIN-02.unknown',
    'fail BIN-04.fails',
    'warn BIN-06.quarantine',
    'bottle: brew-extension',
  ],
  'Homebrew’s PHP after an update that took its libraries': ['fail PHP-02.library', 'repair: reinstall-php'],
  'a PHP that crashes': ['fail PHP-02.crashes', 'repair: reinstall-php'],
  'a PHP that hangs': ['fail PHP-02.hangs', 'repair: reinstall-php'],
  'a PHP that is something else': ['fail PHP-02.fails', 'repair: reinstall-php'],
  'a PHP that writes warnings and more at each start': [],
  'a PHP that no extension was made for yet': [
    'fail NET-05.newer',
    'fail BIN-01.none',
    'drop-in: drop-in-file, drop-in',
  ],
  'a PHP older than every extension': [
    'fail PHP-04.other',
    'fail NET-05.old',
    'fail BIN-01.none',
    'other-php: install-php-package',
  ],
  'two Homebrews, an old one in charge, files of root, a left-over of pecl': [
    'warn SYS-02.translated',
    'warn SYS-04.missing',
    'warn SYS-05.old',
    'fail SYS-08.left',
    'warn SYS-09.crashed',
    'warn BREW-01.two',
    'fail BREW-02.locked',
    'fail BIN-01.none',
    'bottle: own-folders, brew-tap, brew-extension, fork-safety, choose-shell',
  ],
  'an Intel Homebrew on Apple silicon': [
    'warn SYS-05.no-kit',
    'warn BREW-01.other-cpu',
    'warn LIB-03.other',
    'fail BIN-01.none',
    'bottle: brew-tap, brew-extension',
  ],
  'XAMPP’s autoconf before Homebrew’s': ['fail BIN-01.none', 'bottle: brew-tap, brew-extension'],
  'MacPorts’ PHP, a libgearman that configure does not find': [
    'fail TOOL-01.named-missing',
    'fail LIB-02.invisible',
    'fail BIN-01.none',
    'warn INI-01.none',
    'warn INI-06.missing',
    'build: brew-tools, build-folder, fetch, unpack, phpize, configure, make, keep-module, write-ini',
  ],
  'MacPorts, tools of another PHP, an old autoconf and an old libgearman': [
    'unknown SYS-06.unknown',
    'fail PHP-04.other',
    'fail LIB-04.old',
    'fail BIN-01.none',
    'warn INI-01.none',
    'warn INI-06.missing',
    'drop-in: drop-in-copy',
  ],
  'an autoconf that may be a stand-in of Apple’s': [
    'unknown TOOL-01.unknown',
    'fail BIN-01.none',
    'bottle: brew-tap, brew-extension',
  ],
  'quarantine around what would load': [
    'fail BIN-04.fails',
    'warn BIN-06.quarantine',
    'fail WEB-04.host',
    'repair: leave-quarantine',
  ],
  'Homebrew’s PHP without certificates': [
    'warn NET-03.missing',
    'fail BIN-01.none',
    'bottle: brew-extension, trust-certificates',
  ],
  'Debian with a PHP built by hand, and nothing to build with': [
    'fail TOOL-01.missing',
    'fail TOOL-03.missing',
    'fail LIB-01.missing',
    'fail BIN-01.none',
    'warn INI-06.missing',
    'build: system-tools, system-tools, system-tools, build-folder, fetch, unpack, phpize, configure, make, keep-module, append-ini',
  ],
  'Debian with a PHP built by hand, an old autoconf and a compiler without headers': [
    'fail TOOL-01.old',
    'fail TOOL-03.fails',
    'fail LIB-01.missing',
    'fail BIN-01.none',
    'warn INI-06.missing',
    'build: system-tools, system-tools, system-tools, build-folder, fetch, unpack, phpize, configure, make, keep-module, append-ini',
  ],
  'Debian with a PHP built by hand, and an autoconf without its perl': [
    'fail TOOL-02.broken',
    'fail TOOL-03.missing',
    'fail LIB-01.missing',
    'fail BIN-01.none',
    'warn INI-06.missing',
    'build: system-tools, system-tools, system-tools, build-folder, fetch, unpack, phpize, configure, make, keep-module, append-ini',
  ],
  'Herd alone': [
    'warn PHP-06.missing',
    'fail BIN-01.none',
    'warn INI-05.missing',
    'warn INI-06.missing',
    'drop-in: drop-in-file, drop-in',
  ],
  'Herd, with its variable and a Homebrew PHP that is its twin': [
    'fail LIB-02.invisible',
    'fail BIN-01.none',
    'transplant: build-folder, fetch, unpack, phpize, configure, make, keep-module, append-ini',
  ],
  'MAMP for Intel, with its Apache': [
    'fail BIN-01.none',
    'warn INI-06.missing',
    'warn WEB-03.missing',
    'drop-in: drop-in-file, drop-in',
  ],
  'asdf with its stand-in, phpenv, mise, phpbrew, XAMPP and AMPPS': [
    'fail BIN-01.none',
    'warn INI-01.none',
    'warn INI-06.missing',
    'drop-in: drop-in-copy',
  ],
  'macOS 11 with Apple’s PHP beside Homebrew’s': ['warn SYS-07.apple'],
  'Debian, all well': [],
  'Debian without php-gearman': ['fail BIN-01.none', 'package: install-package'],
  'Debian with php-gearman that is not switched on': ['fail INI-02.absent', 'switch-on: enable-module'],
  'Debian with the line commented in the package’s file': ['fail INI-02.commented', 'switch-on: uncomment-ini'],
  'Debian with a wrong path in the line': ['fail BIN-01.named-missing', 'switch-on: correct-ini'],
  'Debian with a line that has .so twice': ['fail BIN-01.named-missing', 'switch-on: correct-ini'],
  'Debian with libgearman gone': ['fail LIB-06.missing', 'fail BIN-04.fails', 'repair: reinstall-libgearman'],
  'Debian with libgearman’s headers, an unknown library version, and no extension': [
    'unknown LIB-04.unknown',
    'fail BIN-01.none',
    'package: install-package',
  ],
  'Debian whose phpize says nothing': ['unknown PHP-04.unknown', 'fail BIN-01.none', 'package: install-package'],
  'Debian, with extras switched off and preloaded, and variables': ['warn INI-08.disabled'],
  'Debian with PHP_INI_SCAN_DIR': [],
  'Debian with a preload': [],
  'Debian with a debugging PHP that has gearman built in and no ini file': ['warn INI-01.none'],
  'Debian without a php.ini': [],
  'Debian whose PHP says that gearman is loaded twice, by one line': ['warn INI-03.twice'],
  'Debian with a PHP that is a script, and that nobody else starts': ['unknown BIN-03.unknown'],
  'Debian with Gearbench’s client in the place of the extension': [],
  'Debian without a server': ['warn RUN-01.nothing', 'warn RUN-04.no-server', 'repair: start-server'],
  'Debian with a web server at the port': ['warn RUN-01.other', 'warn RUN-04.no-server'],
  'Debian with a server on 127.0.0.1 alone': [],
  'Debian with a server on ::1 alone that the extension does not reach': ['warn RUN-02.only-six', 'fail RUN-04.fails'],
  'a hosts file with ::1 first': ['warn RUN-02.six-first', 'repair: use-loopback'],
  'a project that asks for gearman, with a container': ['warn RUN-06.localhost', 'repair: container-host'],
  'a project that asks for gearman, which is not there': [
    'warn PHP-08.unmet',
    'fail BIN-01.none',
    'package: install-package',
  ],
  'a project that pretends': ['warn PHP-08.pretends'],
  'Fedora without the extension': ['fail BIN-01.none', 'package: install-package'],
  'Alpine without the extension, and no shell that tells': [
    'unknown SYS-03.silent',
    'fail LIB-01.missing',
    'fail BIN-01.none',
    'build: system-tools, build-folder, fetch, unpack, phpize, configure, make, keep-module, write-ini',
  ],
  'PHP-FPM with an ini folder of its own, not restarted, and Apache': [
    'warn WEB-01.without',
    'warn WEB-02.stale',
    'warn WEB-03.without',
    'repair: enable-module, restart-fpm',
  ],
  'PHP-FPM that has it, of another version than the terminal’s, and an Apache for it': [
    'warn PHP-03.fpm-differs',
    'warn WEB-02.stale',
    'warn WEB-03.without',
    'repair: restart-fpm',
  ],
  'PHP-FPM that does not tell': ['unknown WEB-01.unknown', 'warn WEB-03.without'],
  'PHP-FPM without it, and no extension anywhere': ['fail BIN-01.none', 'package: install-package'],
  'Apache with a library of another build': ['warn WEB-03.other-build'],
  'Apache with a library for another CPU': ['warn WEB-03.other-cpu'],
  'Apache with a library that fits': [],
  'Homebrew’s service that does not run': ['fail RUN-03.dead', 'repair: start-server'],
  'Homebrew’s service that runs': [],
  'a service that launchd does not tell of': ['unknown RUN-03.unknown'],
  'Windows with XAMPP': ['fail BIN-02.other', 'fail BIN-04.fails', 'drop-in: drop-in-copy'],
  'the disk of another computer': ['unknown PHP-02.not-run', 'unknown RUN-01.not-asked'],
  'a Mac whose system tells little': ['unknown SYS-02.unknown', 'unknown SYS-04.unknown', 'fail RUN-04.fails'],
  'pecl.php.net that answers': ['fail BIN-01.none', 'bottle: brew-tap, brew-extension'],
  'pecl.php.net through a proxy': ['fail BIN-01.none', 'bottle: brew-tap, brew-extension'],
  'pecl.php.net in whose place a hotel answers': [
    'warn NET-02.status',
    'fail BIN-01.none',
    'bottle: brew-tap, brew-extension',
  ],
  'no name server': ['warn NET-02.name', 'fail BIN-01.none', 'bottle: brew-tap, brew-extension'],
  'a proxy that wants a password': ['warn NET-02.proxy', 'fail BIN-01.none', 'bottle: brew-tap, brew-extension'],
  'a company that reads along': ['warn NET-02.tls', 'fail BIN-01.none', 'bottle: brew-tap, brew-extension'],
  'a firewall before pecl.php.net, and something to build': [
    'fail TOOL-01.missing',
    'fail TOOL-03.missing',
    'fail LIB-01.missing',
    'fail NET-02.connection',
    'fail BIN-01.none',
    'warn INI-06.missing',
    'build: system-tools, system-tools, system-tools, build-folder, fetch, unpack, phpize, configure, make, keep-module, append-ini',
  ],
  'PIE, and files that sudo pecl has made': [
    'warn NET-08.root',
    'fail BIN-01.none',
    'bottle: brew-tap, brew-extension',
  ],
  'Debian with a folder of pecl that belongs to root, before a build': [
    'fail SYS-08.left',
    'fail TOOL-01.missing',
    'fail TOOL-03.missing',
    'fail LIB-01.missing',
    'fail BIN-01.none',
    'warn INI-06.missing',
    'build: system-tools, remove-pear-folder, system-tools, system-tools, build-folder, fetch, unpack, phpize, configure, make, keep-module, append-ini',
  ],
  'a disk that is nearly full': ['warn SYS-08.little', 'fail BIN-01.none', 'package: install-package'],
  'a full disk': ['fail SYS-08.full', 'fail BIN-01.none', 'package: install-package'],
  'a disk that does not tell': ['unknown SYS-08.unknown'],
  'an alias that reads no ini file': ['warn INI-08.alias'],
  'functions switched off that the drop-in needs': ['fail BIN-01.none', 'package: install-package'],
  'a php-config of another PHP of the same API': [
    'warn PHP-04.program',
    'fail BIN-01.none',
    'package: install-package',
  ],
  'a page with gearman': [],
  'a page without gearman': ['warn WEB-05.without'],
  'a page that is its own code': ['warn WEB-05.source'],
  'a page that is another': ['warn WEB-05.other'],
  'a web server that does not run': ['unknown WEB-05.unreached'],
  'a folder of a web server that may not be written to': ['unknown WEB-05.unwritable'],
  'a server on another computer': [],
  'another computer on which nothing listens': ['warn RUN-01.nothing', 'warn RUN-04.no-server', 'warn RUN-05.refused'],
  'another computer that is silent': ['warn RUN-01.nothing', 'warn RUN-04.no-server', 'warn RUN-05.silent'],
  'another computer whose name is wrong': ['warn RUN-01.nothing', 'warn RUN-04.no-server', 'warn RUN-05.name'],
  'another computer to which there is no way': [
    'warn RUN-01.nothing',
    'warn RUN-04.no-server',
    'warn RUN-05.unreachable',
  ],
  'another computer, and something else is wrong': [
    'warn RUN-01.nothing',
    'warn RUN-04.no-server',
    'unknown RUN-05.other',
  ],
  'another computer that macOS does not let us reach': [
    'warn RUN-01.nothing',
    'warn RUN-04.no-server',
    'warn RUN-05.local-network',
    'repair: allow-local-network',
  ],
  'a server that others reach too': [],
  'a server on 127.0.0.1, and code that names the address of the network': [
    'warn RUN-01.nothing',
    'warn RUN-04.no-server',
    'warn RUN-07.loopback',
    'repair: use-loopback, listen-wider',
  ],
  'universal files of both CPUs': [],
};

test.each(Object.keys(MACHINES))('%s', async (name) => {
  expect(await outcome(name)).toEqual(OUTCOMES[name]);
});

let diagnosed: Promise<Diagnosis[]> | undefined;

/** Looked at once: nothing changes between the tests. */
const all = (): Promise<Diagnosis[]> => {
  diagnosed ??= Promise.all(Object.keys(MACHINES).map(diagnose));
  return diagnosed;
};

test('every sentence of the doctor is said of some computer, with all that it names', async () => {
  const said = (await all()).flatMap(({ findings }) => findings);
  // Those of a proof have tests of their own: looking does none.
  const looked = Object.keys(FINDING_WORDS).filter((id) => !id.startsWith('E2E'));
  expect(looked.filter((id) => said.every(({ text }) => text !== id))).toEqual([]);
});

test('every kind of step is in some plan', async () => {
  const steps = new Set(
    (await all()).flatMap(({ plans }) => plans.flatMap((plan) => plan.steps.map(({ words }) => words))),
  );
  expect(Object.keys(STEP_WORDS).filter((words) => !steps.has(words as keyof typeof STEP_WORDS))).toEqual([]);
});

test('a report names all that its sentences speak of, and no home folder when it is for others', async () => {
  for (const diagnosis of await all()) {
    const report = reportOf(diagnosis);
    expect(report).not.toMatch(/\{\w+\}|undefined/);
    expect(report.startsWith(sentenceOf(diagnosis))).toBe(true);
    expect(redacted(report, diagnosis.seen.home)).not.toMatch(/\bada\b/);
  }
});

const lines = ({ steps }: Plan): string[] => steps.map((step) => commandText(step) ?? JSON.stringify(step.change));

test('no plan becomes root by itself, switches the protection off, removes folders unasked, or does a thing twice', async () => {
  for (const { plans } of await all())
    for (const plan of plans) {
      const done = lines(plan).filter((line) => line !== 'null');
      expect(done.join('\n')).not.toMatch(/\bsudo\b|csrutil|rm -[a-zA-Z]*f|chmod -R|brew upgrade|sh -c/);
      expect(new Set(done).size).toBe(done.length);
    }
});

test('what needs an administrator says so', async () => {
  const steps = (await all()).flatMap(({ plans }) => plans.flatMap((plan) => plan.steps));
  const needing = steps.filter((step) =>
    /^(apt-get|dnf|apk|phpenmod|systemctl|\/usr\/sbin\/chown)/.test(commandText(step) ?? ''),
  );
  expect(needing.length).toBeGreaterThan(10);
  expect(new Set(needing.map(({ risk }) => risk))).toEqual(new Set(['administrator']));
});
