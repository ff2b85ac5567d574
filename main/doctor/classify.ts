import type { Values } from '../contract/doctor.ts';
import type { CheckId, FixId, PasteId } from '../contract/doctor-words.ts';

/** What a line of a log or of PHP's own warnings means. */
export interface Recognised {
  check: CheckId;
  text: PasteId;
  values: Values;
  /** From 1, in the text that was given. */
  line: number;
  excerpt: string;
  fixes: readonly FixId[];
}

interface Pattern {
  /** Looked for in a line and the one behind it, which terminals and PHP break where they like. */
  pattern: RegExp;
  check: CheckId;
  text: PasteId;
  fixes?: readonly FixId[];
}

/** Where `pecl install` writes, besides its folder in /tmp. */
const OF_PECL = String.raw`zts-\d{8}|/lib/php/(?:pecl/)?\d{8}|/lib64/php/modules|/share/pear|\.pearrc|\.registry|\.channels`;

/** The messages that are known: of those that fit a line, the first. Groups with names are what the sentences name. */
const PATTERNS: readonly Pattern[] = [
  {
    pattern:
      /incompatible architecture \(have ['‘](?<have>\w+)['’](?:, need ['‘](?<need>\w+)['’])?|mach-o,? but (?:is an )?(?:wrong|incompatible) architecture|wrong ELF class/,
    check: 'BIN-03',
    text: 'paste.cpu',
    fixes: ['install-package', 'tap-and-install', 'build'],
  },
  {
    pattern:
      /Library not loaded: (?<library>\S+)\s+Referenced from: (?:<[^>]*> )?\S*\/s?bin\/php|\bphp[\w.-]*: error while loading shared libraries: (?<missing>[^\s:]+)/,
    check: 'PHP-02',
    text: 'paste.php-library',
    fixes: ['reinstall-php', 'install-php'],
  },
  {
    pattern: /version ['‘`]GLIBC(?:XX)?_[\d.]+['’] not found/,
    check: 'BIN-05',
    text: 'paste.newer-system',
    fixes: ['install-package', 'build'],
  },
  {
    pattern: /Library not loaded: (?<library>\S+)|(?:\(|: )(?<library>lib[\w.+-]+): cannot open shared object file/,
    check: 'LIB-06',
    text: 'paste.library',
    fixes: ['reinstall-libgearman', 'reinstall-php'],
  },
  {
    pattern:
      /(?:Symbol not found:|undefined symbol:|symbol not found in flat namespace) *'?(?<symbol>_?ZVAL_NEW_ARR)\b/,
    check: 'BIN-05',
    text: 'paste.old-extension',
    fixes: ['install-package', 'tap-and-install', 'build', 'drop-in'],
  },
  {
    pattern: /(?:Symbol not found:|undefined symbol:|symbol not found in flat namespace) *'?(?<symbol>\w+)/,
    check: 'BIN-05',
    text: 'paste.symbol',
    fixes: ['install-package', 'tap-and-install', 'build'],
  },
  {
    pattern:
      /Module compiled with (?:module API|build ID)=(?<module>\S+)(?:\s+PHP\s+compiled with (?:module API|build ID)=(?<php>\S+))?/,
    check: 'BIN-02',
    text: 'paste.build',
    fixes: ['install-package', 'tap-and-install', 'build'],
  },
  {
    pattern: /Module "?gearman"? (?:is )?already loaded/i,
    check: 'INI-03',
    text: 'paste.twice',
    fixes: ['comment-duplicates'],
  },
  {
    pattern:
      /not valid for use in process|code sign|no cdhash|Team IDs?\b|library load disallowed by system policy|AH06665/i,
    check: 'WEB-04',
    text: 'paste.signature',
    fixes: ['sign-file', 'install-php'],
  },
  {
    pattern: /Invalid library \(maybe not a PHP library\)|doesn't appear to be a valid Zend extension/,
    check: 'INI-07',
    text: 'paste.no-extension',
    fixes: ['correct-ini'],
  },
  {
    pattern: /Unable to load dynamic library ['‘][^'’]*gearman\.so\.so['’]/,
    check: 'INI-06',
    text: 'paste.doubled',
    fixes: ['load-absolute'],
  },
  {
    pattern:
      /Unable to load dynamic library ['‘]?(?<file>[^'’\s]*gearman[^'’\s]*)['’]?.*(?:no such file|image not found|cannot open shared object file)/i,
    check: 'BIN-01',
    text: 'paste.no-file',
    fixes: ['correct-ini', 'install-package', 'tap-and-install', 'build', 'drop-in'],
  },
  {
    pattern:
      /(?<file>[^\s'‘"(]*\bgearman[\w.@/-]*\.so)\b.*(?:no such file|image not found|cannot open shared object file)/i,
    check: 'BIN-01',
    text: 'paste.no-file',
    fixes: ['correct-ini', 'install-package', 'tap-and-install', 'build', 'drop-in'],
  },
  {
    pattern: /Please install libgearman|libgearman headers? not found|gearman\.h.*(?:No such file|not found)/i,
    check: 'LIB-01',
    text: 'paste.no-libgearman',
    fixes: ['install-libgearman', 'build'],
  },
  {
    pattern: /libgearman version (?<least>[\d.]+).* required/i,
    check: 'LIB-04',
    text: 'paste.old-libgearman',
    fixes: ['install-libgearman'],
  },
  {
    pattern: /boost\/program_options\.hpp|Unable to find boost|could not find boost|gperf.*(?:not found|missing)/i,
    check: 'LIB-05',
    text: 'paste.gearmand',
    fixes: ['install-libgearman'],
  },
  {
    pattern: /bad interpreter|need GNU m4|autom4te: (?:error|need|cannot)/i,
    check: 'TOOL-02',
    text: 'paste.broken-autoconf',
    fixes: ['install-autoconf'],
  },
  {
    pattern: /Cannot find autoconf|autoconf: (?:command )?not found|command not found: autoconf/,
    check: 'TOOL-01',
    text: 'paste.no-autoconf',
    fixes: ['install-autoconf', 'tap-and-install', 'install-package'],
  },
  {
    pattern: /AC_CONFIG_HEADERS not found|configure\.(?:ac|in).*version mismatch|out of date.*configure/i,
    check: 'TOOL-06',
    text: 'paste.stale',
  },
  {
    pattern:
      /no acceptable C compiler|C compiler cannot create executables|xcrun: error: invalid active developer path|\b(?:make|cc|gcc|clang): (?:command )?not found|command not found: (?:make|cc|gcc|clang)\b/i,
    check: 'TOOL-03',
    text: 'paste.no-compiler',
    fixes: ['install-compiler'],
  },
  {
    pattern: /failed to mkdir|mkdir\(\): File exists/,
    check: 'NET-07',
    text: 'paste.pecl-folder',
    fixes: ['make-pecl-folder'],
  },
  {
    pattern: /\/private\/tmp\/pear\S*.*Permission denied|Permission denied.*\/tmp\/pear/,
    check: 'SYS-08',
    text: 'paste.pear',
    fixes: ['remove-pear-folder'],
  },
  {
    pattern:
      /\/usr\/lib\/php\S*.*(?:Operation not permitted|Read-only file system)|(?:Operation not permitted|Read-only file system).*\/usr\/lib\/php/,
    check: 'SYS-06',
    text: 'paste.sealed',
    fixes: ['install-php', 'drop-in'],
  },
  {
    pattern: /(?:\/opt\/homebrew|\/usr\/local)\S* is not writable|Could not symlink|brew link.*not writable/i,
    check: 'BREW-02',
    text: 'paste.locked',
    fixes: ['own-folders'],
  },
  {
    pattern: new RegExp(`(?:${OF_PECL})\\S*.*Permission denied|Permission denied.*(?:${OF_PECL})`, 'i'),
    check: 'NET-08',
    text: 'paste.no-rights',
    fixes: ['own-left', 'build', 'drop-in'],
  },
  { pattern: /Cannot find config\.m4/, check: 'PHP-05', text: 'paste.wrong-folder' },
  {
    pattern:
      /['"<]?(?:main\/)?php\.h['">]? (?:file )?not found|php\.h: No such file|zend_config\.h|phpize: (?:command )?not found|command not found: phpize|Can't find PHP headers/i,
    check: 'PHP-05',
    text: 'paste.no-headers',
    fixes: ['install-headers', 'build-for-other', 'drop-in'],
  },
  {
    pattern: /requires PHP \(version (?<range>[^)]*)\).*installed version is (?<php>[\d.]+)|No valid packages found/,
    check: 'NET-05',
    text: 'paste.unsupported',
    fixes: ['tap-and-install', 'drop-in', 'install-php'],
  },
  { pattern: /has updated its protocols/, check: 'NET-04', text: 'paste.channel' },
  {
    pattern:
      /Connection to ['‘]?ssl:\/\/|No releases available for package|SSL certificate problem|certificate verify failed/i,
    check: 'NET-03',
    text: 'paste.certificates',
    fixes: ['trust-certificates'],
  },
  {
    pattern:
      /Could not resolve (?:host: pecl|proxy)|CONNECT tunnel failed|HTTP code 407|407 Proxy Authentication|php_network_getaddresses: getaddrinfo failed|File http\S*pecl\S* not valid/i,
    check: 'NET-02',
    text: 'paste.unreachable',
  },
  {
    pattern: /pecl: (?:command )?not found|command not found: pecl|No (?:available )?formula.*["“']?pecl/i,
    check: 'NET-01',
    text: 'paste.no-pecl',
    fixes: ['tap-and-install', 'install-package', 'build'],
  },
  {
    pattern: /initializeAfterForkError|may have been in progress in another thread when fork/,
    check: 'SYS-09',
    text: 'paste.fork',
    fixes: ['fork-safety'],
  },
  {
    pattern: /Failed to set exception option|GEARMAN_COULD_NOT_CONNECT|could not connect|Connection refused.*4730/i,
    check: 'RUN-04',
    text: 'paste.no-server',
    fixes: ['start-server', 'use-loopback'],
  },
  {
    pattern: /EHOSTUNREACH|No route to host|Network is unreachable|gearman.*Operation timed out/i,
    check: 'RUN-05',
    text: 'paste.no-way',
    fixes: ['allow-local-network', 'use-loopback'],
  },
  {
    pattern: /Class ['"“]?\\?Gearman(?:Client|Worker)['"”]? not found|undefined function gearman_\w+/i,
    check: 'INI-02',
    text: 'paste.not-loaded',
    fixes: ['write-ini', 'uncomment-ini', 'install-package', 'drop-in'],
  },
  {
    pattern: /requires? (?:the )?(?:PHP extension )?ext-gearman.*(?:missing|\*)|ext-gearman \S+ -> it is missing/i,
    check: 'PHP-08',
    text: 'paste.composer',
    fixes: ['install-package', 'tap-and-install'],
  },
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const COLOURS = /\x1b\[[\d;]*[A-Za-z]/g;

/** What is told of a log at most: what comes later follows from what came before. */
const MOST = 5;

/** Characters of a line that are read; no message is longer. */
const READ = 4000;

/** Characters of a line that are shown. */
const SHOWN = 300;

/**
 * What is known in a text that was pasted: the log of a build, PHP's warnings, an exception. Each cause once, in the order in which
 * they stand there. Runs and reads nothing.
 */
export function recognise(text: string): Recognised[] {
  // Colours, and the carriage returns of a terminal.
  const lines = text
    .replace(COLOURS, '')
    .split(/\r?\n|\r/)
    .map((line) => line.slice(0, READ));
  const found: Recognised[] = [];
  lines.forEach((line, index) => {
    const both = `${line}\n${lines[index + 1] ?? ''}`;
    for (const { pattern, check, text: id, fixes = [] } of PATTERNS) {
      const match = pattern.exec(both);
      if (match === null || match.index > line.length) continue;
      if (found.some((each) => each.check === check)) return;
      const groups = Object.entries(match.groups ?? {}).filter(([, value]) => value !== undefined);
      const values = Object.fromEntries(groups.map(([name, value]) => [name, value]));
      found.push({ check, text: id, values, line: index + 1, excerpt: line.trim().slice(0, SHOWN), fixes });
      return;
    }
  });
  return found.slice(0, MOST);
}
