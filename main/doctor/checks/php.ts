import { SOURCE_NAMES } from '../inventory/places.ts';
import type { Seen } from '../look/seen.ts';
import { minorIn } from '../versions.ts';
import { mustBuild, waysOf } from '../ways.ts';
import { checksOf, commandEvidence, fileEvidence, isLoaded, toldOf, type Verdict } from './check.ts';

export const phpChecks = checksOf('php', {
  'PHP-01': ({ inventory: { phps } }) =>
    phps.length === 0
      ? { state: 'info', text: 'PHP-01.none', fixes: ['install-php'] }
      : { state: 'pass', text: 'PHP-01.found', values: { list: phps.map(nameOf).join('; ') } },

  'PHP-02': ({ php }) => {
    if (php === null) return null;
    const { probe, path } = php;
    const evidence = [commandEvidence(probe.ran, /library|dyld|error|fatal|warning/i)];
    if (probe.state === 'told')
      return { state: 'pass', text: 'PHP-02.runs', values: { version: probe.told.version, path } };
    const { end, err, out } = probe.ran;
    const fixes = ['reinstall-php', 'install-php'] as const;
    const library = /Library not loaded: (\S+)|error while loading shared libraries: (\S+?):/.exec(err + out);
    if (end.how === 'not-run') return { state: 'unknown', text: 'PHP-02.not-run', values: { path }, evidence };
    if (library !== null) {
      const values = { path, library: library[1] ?? library[2] ?? '' };
      return { state: 'fail', text: 'PHP-02.library', values, evidence, fixes };
    }
    if (end.how === 'time-out') return { state: 'fail', text: 'PHP-02.hangs', values: { path }, evidence, fixes };
    if (end.how === 'signal')
      return { state: 'fail', text: 'PHP-02.crashes', values: { path, signal: end.signal }, evidence, fixes };
    return { state: 'fail', text: 'PHP-02.fails', values: { path }, evidence, fixes };
  },

  'PHP-03': ({ inventory: { phps }, web }) => {
    if (phps.length === 0) return null;
    const terminal = phps.find(({ inTerminal }) => inTerminal);
    if (terminal === undefined)
      return { state: 'info', text: 'PHP-03.not-in-terminal', values: { path: phps[0]?.path ?? '' } };
    const other = web.fpms.find(
      ({ process, told }) => process && told && minorIn(told.version) !== minorIn(terminal.version ?? ''),
    );
    if (other !== undefined) {
      const values = { terminal: terminal.version ?? '', fpm: other.told?.version ?? '', program: other.program };
      return { state: 'warn', text: 'PHP-03.fpm-differs', values, evidence: [fileEvidence(other.program)] };
    }
    return phps.length === 1
      ? { state: 'pass', text: 'PHP-03.one' }
      : { state: 'info', text: 'PHP-03.several', values: { count: phps.length, path: terminal.path } };
  },

  'PHP-04': (seen) => {
    const { php, tools } = seen;
    if (toldOf(seen) === null || php === null) return null;
    if (isLoaded(seen)) return { state: 'skip', text: 'TOOL.needless' };
    const { phpize, phpConfig } = tools;
    const missing = phpize === null ? 'phpize' : phpConfig === null ? 'php-config' : null;
    if (missing !== null || phpize === null || phpConfig === null) {
      const values = { tool: missing ?? '', php: php.path };
      const needed = waysOf(seen)[0] === 'build';
      return { state: needed ? 'fail' : 'info', text: 'PHP-04.missing', values, fixes: ['install-headers'] };
    }
    const evidence = [commandEvidence(phpize.version, /Api/), commandEvidence(phpConfig.api)];
    const configApi = Number(phpConfig.api.out.trim()) || null;
    if (phpize.api === null && !/PHP Api Version:/.test(phpize.version.out))
      return { state: 'unknown', text: 'PHP-04.unknown', values: { tool: phpize.path }, evidence };
    const api = php.build?.api ?? null;
    for (const [tool, told] of [
      [phpize.path, phpize.api],
      [phpConfig.path, configApi],
    ] as const)
      if (told !== null && api !== null && told !== api) {
        const values = { tool, told: String(told), api: String(api) };
        return { state: 'fail', text: 'PHP-04.other', values, evidence, fixes: ['install-headers'] };
      }
    const { real, program } = phpConfig;
    // Some tell the CGI program, and one that was made by hand may tell none.
    if (/\/php[\d.]*\s*$/.test(program.out) && real !== php.real) {
      const values = { tool: phpConfig.path, other: program.out.trim(), php: php.path };
      return { state: 'warn', text: 'PHP-04.program', values, evidence: [commandEvidence(program)] };
    }
    return { state: 'pass', text: 'PHP-04.same', values: { tool: phpize.path, api: String(api ?? '') }, evidence };
  },

  'PHP-05': (seen) => {
    const { php, tools } = seen;
    if (php === null || toldOf(seen) === null) return null;
    if (isLoaded(seen)) return { state: 'skip', text: 'TOOL.needless' };
    if (php.source === 'herd') return { state: 'info', text: 'PHP-05.herd', fixes: ['build-for-other', 'drop-in'] };
    if (tools.phpConfig === null) return null;
    const { header, hasHeader, includes } = tools.phpConfig;
    const evidence = [commandEvidence(includes), fileEvidence(header)];
    if (hasHeader) return { state: 'pass', text: 'PHP-05.there', values: { header }, evidence };
    const bundle = php.source === 'mamp' || php.source === 'xampp';
    return {
      state: mustBuild(seen) ? 'fail' : 'info',
      text: bundle ? 'PHP-05.bundle' : 'PHP-05.missing',
      values: { header, ...(bundle && { maker: SOURCE_NAMES[php.source] }) },
      evidence,
      fixes: bundle ? ['build-for-other', 'drop-in'] : ['install-headers'],
    };
  },

  'PHP-06': (seen) => {
    const told = toldOf(seen);
    if (seen.php?.source !== 'herd' || told === null) return null;
    const values = { folder: told.extensionFolder };
    return seen.ini.extensionFolder
      ? { state: 'pass', text: 'PHP-06.there', values }
      : { state: isLoaded(seen) ? 'info' : 'warn', text: 'PHP-06.missing', values, fixes: ['load-absolute'] };
  },

  'PHP-07': ({ php }) => {
    if (php?.build == null) return null;
    const { api, threads, debug } = php.build;
    const text = debug ? 'PHP-07.debug' : threads ? 'PHP-07.threads' : 'PHP-07.plain';
    return { state: 'info', text, values: { api: String(api) } };
  },

  'PHP-08': (seen) => projectVerdict(seen),
});

function projectVerdict(seen: Seen): Verdict {
  const { project } = seen;
  if (project === null || (project.requires === null && project.pretends === null)) return null;
  const evidence = [fileEvidence(project.file)];
  const values = { file: project.file };
  if (project.pretends !== null)
    return { state: 'warn', text: 'PHP-08.pretends', values: { ...values, version: project.pretends }, evidence };
  const loaded = isLoaded(seen);
  return { state: loaded ? 'pass' : 'warn', text: loaded ? 'PHP-08.met' : 'PHP-08.unmet', values, evidence };
}

/** A PHP in a list: `8.3.12 (Homebrew, arm64) /opt/homebrew/opt/php/bin/php`. */
export const nameOf = ({ version, source, cpus, path }: Seen['inventory']['phps'][number]): string =>
  `${version ?? '?'} (${[SOURCE_NAMES[source], ...cpus].join(', ')}) ${path}`;
