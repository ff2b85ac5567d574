import { expect, test } from 'vitest';
import { CHECK_WORDS, PASTE_WORDS } from '../../../main/contract/doctor-words.ts';
import { CHECKS } from '../../../main/doctor/checks/all.ts';
import { recognise } from '../../../main/doctor/classify.ts';

/** Messages as people have met them, most of them in the issues of extensions and installers. */
const MESSAGES: readonly [check: string, text: keyof typeof PASTE_WORDS, message: string][] = [
  [
    'BIN-03',
    'paste.cpu',
    "Warning: PHP Startup: Unable to load dynamic library 'gearman.so' (tried: /x/gearman.so (dlopen(/x/gearman.so, 0x0009): tried: '/x/gearman.so' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64')), in Unknown on line 0",
  ],
  [
    'BIN-03',
    'paste.cpu',
    'dlopen(/usr/local/lib/php/gearman.so, 9): no suitable image found.  Did find: /usr/local/lib/php/gearman.so: mach-o, but wrong architecture',
  ],
  ['LIB-06', 'paste.library', 'dyld[812]: Library not loaded: /opt/homebrew/opt/gearman/lib/libgearman.8.dylib'],
  [
    'LIB-06',
    'paste.library',
    "Unable to load dynamic library 'gearman.so' (tried: /usr/lib/php/20220829/gearman.so (libgearman.so.8: cannot open shared object file: No such file or directory)",
  ],
  [
    'BIN-05',
    'paste.old-extension',
    "Unable to load dynamic library 'gearman.so' (tried: /usr/lib/php/20210902/gearman.so (/usr/lib/php/20210902/gearman.so: undefined symbol: ZVAL_NEW_ARR)",
  ],
  ['BIN-05', 'paste.symbol', 'dlopen(gearman.so, 0x0009): Symbol not found: _gearman_client_set_ssl'],
  [
    'BIN-02',
    'paste.build',
    'Module compiled with module API=20210902\nPHP    compiled with module API=20220829\nThese options need to match',
  ],
  ['INI-03', 'paste.twice', 'PHP Warning:  Module "gearman" is already loaded in Unknown on line 0'],
  ['INI-03', 'paste.twice', 'PHP Warning:  Module gearman already loaded in Unknown on line 0'],
  [
    'WEB-04',
    'paste.signature',
    "dlopen(/x/gearman.so): code signature in <6D1F> '/x/gearman.so' not valid for use in process: mapped file has no cdhash, completely unsigned?",
  ],
  [
    'WEB-04',
    'paste.signature',
    '[httpd] AH06665: No code signing authority for module at /x/libphp.so specified in LoadModule directive.',
  ],
  [
    'INI-07',
    'paste.no-extension',
    "Warning: PHP Startup: Invalid library (maybe not a PHP library) 'gearman.so' in Unknown on line 0",
  ],
  ['INI-07', 'paste.no-extension', "/usr/lib/php/20220829/gearman.so doesn't appear to be a valid Zend extension"],
  [
    'INI-06',
    'paste.doubled',
    "Unable to load dynamic library '//opt/gearman.so.so' - dlopen(//opt/gearman.so.so, 9): image not found",
  ],
  [
    'BIN-01',
    'paste.no-file',
    "PHP Warning:  PHP Startup: Unable to load dynamic library 'gearman.so' (tried: /usr/lib/php/20220829/gearman.so (/usr/lib/php/20220829/gearman.so: cannot open shared object file: No such file or directory)) in Unknown on line 0",
  ],
  ['LIB-01', 'paste.no-libgearman', 'configure: error: Please install libgearman'],
  ['LIB-04', 'paste.old-libgearman', 'configure: error: libgearman version 1.1.0 or later required'],
  ['LIB-05', 'paste.gearmand', "./libtest/cmdline.h:42:10: fatal error: 'boost/program_options.hpp' file not found"],
  [
    'TOOL-02',
    'paste.broken-autoconf',
    '/Applications/XAMPP/xamppfiles/bin/autoconf: /usr/bin/perl5: bad interpreter: No such file or directory',
  ],
  ['TOOL-02', 'paste.broken-autoconf', 'autom4te: need GNU m4 1.4 or later: /opt/local/bin/gm4'],
  [
    'TOOL-01',
    'paste.no-autoconf',
    'Cannot find autoconf. Please check your autoconf installation and the\n$PHP_AUTOCONF environment variable. Then, rerun this script.\n\nERROR: `phpize’ failed',
  ],
  ['TOOL-06', 'paste.stale', 'autoheader: error: AC_CONFIG_HEADERS not found in configure.ac'],
  ['TOOL-03', 'paste.no-compiler', 'configure: error: no acceptable C compiler found in $PATH'],
  [
    'TOOL-03',
    'paste.no-compiler',
    'xcrun: error: invalid active developer path (/Library/Developer/CommandLineTools), missing xcrun at: /Library/Developer/CommandLineTools/usr/bin/xcrun',
  ],
  [
    'NET-07',
    'paste.pecl-folder',
    'Warning: mkdir(): File exists in System.php on line 294\nERROR: failed to mkdir /opt/homebrew/Cellar/php/8.3.12/pecl/20230831',
  ],
  ['SYS-08', 'paste.pear', 'cp: /private/tmp/pear/temp/gearman/config.guess: Permission denied'],
  [
    'SYS-06',
    'paste.sealed',
    'cp: /usr/lib/php/extensions/no-debug-non-zts-20121212/#INST@17000#: Operation not permitted',
  ],
  ['SYS-06', 'paste.sealed', 'mkdir: /usr/lib/php/extensions: Read-only file system'],
  [
    'BREW-02',
    'paste.locked',
    'Error: Could not symlink share/man/man1/phpize.1\n/usr/local/share/man/man1 is not writable.',
  ],
  [
    'PHP-05',
    'paste.wrong-folder',
    'Cannot find config.m4.\nMake sure that you run ‘/usr/local/bin/phpize’ in the top level source directory of the module',
  ],
  ['PHP-05', 'paste.no-headers', "php_gearman.c:20:10: fatal error: 'php.h' file not found"],
  ['PHP-05', 'paste.no-headers', 'grep: /usr/include/php/main/php.h: No such file or directory'],
  [
    'NET-05',
    'paste.unsupported',
    'pecl/gearman requires PHP (version >= 7.0.0, version <= 8.3.99, excluded versions: 8.4.99), installed version is 8.4.2\nNo valid packages found\ninstall failed',
  ],
  [
    'NET-04',
    'paste.channel',
    'WARNING: channel "pecl.php.net" has updated its protocols, use "pecl channel-update pecl.php.net" to update',
  ],
  ['NET-03', 'paste.certificates', 'No releases available for package "pecl.php.net/gearman"\ninstall failed'],
  ['NET-03', 'paste.certificates', "Connection to 'ssl://pecl.php.net:443' failed: "],
  ['NET-02', 'paste.unreachable', 'curl: (6) Could not resolve host: pecl.php.net'],
  [
    'PHP-02',
    'paste.php-library',
    'dyld[812]: Library not loaded: /opt/homebrew/opt/icu4c/lib/libicuio.73.dylib\n  Referenced from: <6D1F> /opt/homebrew/Cellar/php/8.3.12/bin/php',
  ],
  [
    'PHP-02',
    'paste.php-library',
    'php: error while loading shared libraries: libicuio.so.72: cannot open shared object file: No such file or directory',
  ],
  [
    'BIN-01',
    'paste.no-file',
    'Failed loading /usr/lib/php/20220829/gearman.so: dlopen(/usr/lib/php/20220829/gearman.so, 9): image not found',
  ],
  [
    'BIN-05',
    'paste.newer-system',
    "gearman.so: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by gearman.so)",
  ],
  ['NET-08', 'paste.no-rights', 'cp: /opt/homebrew/lib/php/pecl/20230831/#INST@812#: Permission denied'],
  ['NET-08', 'paste.no-rights', 'mkdir: /usr/local/lib/php/extensions/no-debug-non-zts-20220829: Permission denied'],
  ['NET-02', 'paste.unreachable', 'curl: (56) CONNECT tunnel failed, response 407'],
  ['RUN-05', 'paste.no-way', 'connect to 192.168.1.9 port 4730 failed: No route to host'],
  ['NET-01', 'paste.no-pecl', 'zsh: command not found: pecl'],
  [
    'SYS-09',
    'paste.fork',
    'objc[812]: +[NSNumber initialize] may have been in progress in another thread when fork() was called. We cannot safely call it or ignore it in the fork() child process.',
  ],
  [
    'RUN-04',
    'paste.no-server',
    'PHP Fatal error:  Uncaught GearmanException: Failed to set exception option in /srv/shop/send.php:4',
  ],
  [
    'INI-02',
    'paste.not-loaded',
    'PHP Fatal error:  Uncaught Error: Class "GearmanClient" not found in /srv/shop/send.php:3',
  ],
  ['INI-02', 'paste.not-loaded', "Fatal error: Class 'GearmanWorker' not found in /srv/worker.php on line 2"],
  [
    'PHP-08',
    'paste.composer',
    "- Root composer.json requires PHP extension ext-gearman * but it is missing from your system. Install or enable PHP's gearman extension.",
  ],
];

test.each(MESSAGES)('%s, %s: %s', (check, text, message) => {
  expect(recognise(message)[0]).toMatchObject({ check, text, line: 1 });
});

test('every sentence about a text is said of some message', () => {
  expect(Object.keys(PASTE_WORDS).filter((id) => MESSAGES.every(([, text]) => text !== id))).toEqual([]);
});

test('a check looks at computers, is a proof, or is about what logs alone tell', () => {
  const looked = new Set(CHECKS.map(({ id }) => id));
  const told = new Set(MESSAGES.map(([check]) => check));
  const ids = (Object.keys(CHECK_WORDS) as (keyof typeof CHECK_WORDS)[]).filter((id) => !id.startsWith('E2E'));
  expect(ids.filter((id) => !looked.has(id) && !told.has(id))).toEqual([]);
  expect(ids.filter((id) => !looked.has(id))).toEqual(['TOOL-06', 'LIB-05', 'NET-04']);
});

test('a whole log: the causes in their order, each once, by line', () => {
  const log = [
    'downloading gearman-2.1.3.tgz ...',
    'running: phpize',
    '\x1b[31mgrep: /usr/include/php/main/php.h: No such file or directory\x1b[0m',
    'grep: /usr/include/php/Zend/zend_modules.h: No such file or directory',
    'PHP Api Version:',
    'Cannot find autoconf. Please check your autoconf installation and the',
    '$PHP_AUTOCONF environment variable. Then, rerun this script.',
    'ERROR: `phpize’ failed',
  ].join('\r\n');
  expect(recognise(log).map(({ check, line }) => `${line} ${check}`)).toEqual(['3 PHP-05', '6 TOOL-01']);
});

test('what the text names is told', () => {
  expect(
    recognise("mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64')")[0]?.values,
  ).toEqual({ have: 'x86_64', need: 'arm64' });
  expect(
    recognise('Module compiled with build ID=API20210902,NTS\nPHP    compiled with build ID=API20220829,NTS')[0]
      ?.values,
  ).toEqual({
    module: 'API20210902,NTS',
    php: 'API20220829,NTS',
  });
});

test('a good build, and a text about something else, mean nothing', () => {
  const good =
    'checking for gearman support... yes, shared\nchecking for libgearman... found in /usr\nBuild complete.\nDon’t forget to run ’make test’.\n';
  expect([recognise(good), recognise(''), recognise('The quick brown fox\n'.repeat(5000))]).toEqual([[], [], []]);
});
