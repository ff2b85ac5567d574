import type { FindingState } from '../../contract/doctor.ts';
import type { FixId } from '../../contract/doctor-words.ts';
import type { Seen } from '../look/seen.ts';
import { succeeded } from '../machine.ts';
import { compareVersions } from '../versions.ts';
import { brewOf, mustBuild, waysOf } from '../ways.ts';
import { checksOf, commandEvidence, fileEvidence, isLoaded, toldOf, type Verdict } from './check.ts';

/** The least that PHP's own build files take (configure.ac of phpize). */
const AUTOCONF = '2.59';

/** Homebrew's names of macOS, the newest first. */
const SYSTEMS: readonly [major: number, name: string][] = [
  [26, 'tahoe'],
  [15, 'sequoia'],
  [14, 'sonoma'],
  [13, 'ventura'],
  [12, 'monterey'],
  [11, 'big_sur'],
];

/** What is missing matters where something has to be compiled. */
const missing = (seen: Seen): FindingState => (mustBuild(seen) ? 'fail' : 'info');

const whereBuilt =
  (judge: (seen: Seen) => Verdict) =>
  (seen: Seen): Verdict => {
    if (seen.platform === 'win32' || toldOf(seen) === null) return null;
    return isLoaded(seen) ? { state: 'skip', text: 'TOOL.needless' } : judge(seen);
  };

export const toolChecks = checksOf('tools', {
  'BREW-01': ({ platform, system, tools: { brews } }) => {
    if (platform !== 'darwin') return null;
    const [first, second] = brews;
    if (first === undefined) return { state: 'info', text: 'BREW-01.none' };
    if (second !== undefined)
      return {
        state: 'warn',
        text: 'BREW-01.two',
        values: { first: first.prefix, second: second.prefix },
        evidence: brews.map(({ prefix }) => fileEvidence(`${prefix}/bin/brew`)),
      };
    const values = { prefix: first.prefix, cpu: first.cpu };
    return system.cpu !== null && system.cpu !== first.cpu
      ? { state: 'warn', text: 'BREW-01.other-cpu', values: { ...values, own: system.cpu } }
      : { state: 'pass', text: 'BREW-01.one', values };
  },

  'BREW-02': (seen) => {
    const brew = brewOf(seen);
    if (brew === null) return null;
    if (brew.locked.length === 0) return { state: 'pass', text: 'BREW-02.own', values: { prefix: brew.prefix } };
    const needed = waysOf(seen).some((way) => way === 'bottle' || way === 'build');
    return {
      state: needed ? 'fail' : 'info',
      text: 'BREW-02.locked',
      values: { folder: brew.locked.join(', ') },
      evidence: brew.locked.map((folder) => fileEvidence(folder)),
      fixes: ['own-folders'],
    };
  },

  'BREW-03': (seen) => {
    const brew = brewOf(seen);
    if (brew === null || seen.php?.source !== 'homebrew') return null;
    if (brew.tapped) return { state: 'pass', text: 'BREW-03.there' };
    return isLoaded(seen)
      ? { state: 'skip', text: 'TOOL.needless' }
      : { state: 'info', text: 'BREW-03.missing', fixes: ['tap-and-install'] };
  },

  'BREW-04': (seen) => {
    const brew = brewOf(seen);
    const { php, system } = seen;
    if (brew?.formula == null || php?.source !== 'homebrew' || isLoaded(seen)) return null;
    const { path, bottles } = brew.formula;
    // One for an older system serves as well.
    const names = SYSTEMS.filter(([major]) => major <= (system.major ?? 0)).map(([, name]) =>
      brew.cpu === 'arm64' ? `arm64_${name}` : name,
    );
    const bottle = names.find((name) => bottles.includes(name));
    const evidence = [fileEvidence(path, null, bottles.join(' '))];
    return bottle === undefined
      ? { state: 'warn', text: 'BREW-04.none', values: { system: names[0] ?? system.name }, evidence }
      : { state: 'pass', text: 'BREW-04.there', values: { bottle }, evidence };
  },

  'TOOL-01': whereBuilt((seen) => {
    const { autoconf } = seen.tools;
    const fixes: FixId[] = ['install-autoconf'];
    if (autoconf === null) return { state: missing(seen), text: 'TOOL-01.missing', fixes };
    const { path, version } = autoconf;
    const evidence = [commandEvidence(version)];
    if (!succeeded(version)) {
      const gone = version.end.how === 'unstartable';
      const unsure = version.end.how === 'not-run';
      if (unsure) return { state: 'unknown', text: 'TOOL-01.unknown', values: { path }, evidence };
      return gone ? { state: missing(seen), text: 'TOOL-01.named-missing', values: { path }, evidence, fixes } : null;
    }
    const number = /\b(\d+\.\d+\S*)/.exec(version.out)?.[1] ?? '';
    const values = { path, version: number };
    return compareVersions(number, AUTOCONF) < 0
      ? { state: missing(seen), text: 'TOOL-01.old', values, evidence, fixes }
      : { state: 'pass', text: 'TOOL-01.there', values, evidence };
  }),

  'TOOL-02': whereBuilt((seen) => {
    const { autoconf, autom4te } = seen.tools;
    const broken = [autoconf, autom4te].find(
      (each) => each !== null && !succeeded(each.version) && !['unstartable', 'not-run'].includes(each.version.end.how),
    );
    if (broken)
      return {
        state: missing(seen),
        text: 'TOOL-02.broken',
        values: { path: broken.path },
        evidence: [commandEvidence(broken.version, /interpreter|m4|perl/i)],
        fixes: ['install-autoconf'],
      };
    return autoconf === null ? null : { state: 'pass', text: 'TOOL-02.works' };
  }),

  'TOOL-03': whereBuilt((seen) => {
    const { make, compiler } = seen.tools;
    const fixes: FixId[] = ['install-compiler'];
    const absent = [...(make === null ? ['make'] : []), ...(compiler === null ? ['cc'] : [])];
    if (absent.length > 0 || compiler === null)
      return { state: missing(seen), text: 'TOOL-03.missing', values: { tools: absent.join(', ') }, fixes };
    const evidence = [commandEvidence(compiler.compiles)];
    const values = { path: compiler.path };
    return succeeded(compiler.compiles)
      ? { state: 'pass', text: 'TOOL-03.work', values, evidence }
      : { state: missing(seen), text: 'TOOL-03.fails', values, evidence, fixes };
  }),

  'TOOL-04': whereBuilt(({ tools: { pkgConfig } }) =>
    pkgConfig === null ? { state: 'info', text: 'TOOL-04.missing' } : { state: 'pass', text: 'TOOL-04.there' },
  ),

  'TOOL-05': whereBuilt(({ tools: { shims } }) =>
    shims.length === 0 ? null : { state: 'info', text: 'TOOL-05.shims', values: { paths: shims.join(', ') } },
  ),
});
