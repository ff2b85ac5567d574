import { SEARCHED } from '../look/library.ts';
import { compareVersions } from '../versions.ts';
import { fileOf, fittingFile, mustBuild } from '../ways.ts';
import { checksOf, commandEvidence, fileEvidence, isLoaded, toldOf } from './check.ts';

/** What `configure` of the extension asks of the library. */
const LEAST = '1.1.0';

export const libraryChecks = checksOf('library', {
  'LIB-01': (seen) => {
    const { libraries, platform } = seen;
    if (platform === 'win32' || toldOf(seen) === null) return null;
    if (isLoaded(seen)) return { state: 'skip', text: 'TOOL.needless' };
    const whole = libraries.find(({ header, files }) => header !== null && files.length > 0);
    if (whole !== undefined)
      return {
        state: 'pass',
        text: 'LIB-01.there',
        values: { prefix: whole.prefix },
        evidence: [
          fileEvidence(whole.header as string),
          ...whole.files.slice(0, 1).map(({ path }) => fileEvidence(path)),
        ],
      };
    const part = libraries.find(({ files }) => files.length > 0);
    const state = mustBuild(seen) ? 'fail' : 'info';
    return part === undefined
      ? { state, text: 'LIB-01.missing', fixes: ['install-libgearman'] }
      : {
          state,
          text: 'LIB-01.no-headers',
          values: { path: part.files[0]?.path ?? '' },
          fixes: ['install-libgearman'],
        };
  },

  'LIB-02': (seen) => {
    const { libraries } = seen;
    if (toldOf(seen) === null || isLoaded(seen)) return null;
    const whole = libraries.filter(({ header, files }) => header !== null && files.length > 0);
    const [first] = whole;
    if (first === undefined) return null;
    if (whole.some(({ prefix }) => SEARCHED.includes(prefix))) return { state: 'pass', text: 'LIB-02.visible' };
    return {
      state: mustBuild(seen) ? 'fail' : 'info',
      text: 'LIB-02.invisible',
      values: { prefix: first.prefix, searched: SEARCHED.join(', ') },
      evidence: [fileEvidence(first.header as string)],
      fixes: ['build'],
    };
  },

  'LIB-03': (seen) => {
    const { libraries, php } = seen;
    const files = libraries.flatMap((library) => library.files).filter(({ cpus }) => cpus.length > 0);
    const [first] = files;
    if (first === undefined || php === null || php.cpus.length === 0) return null;
    const fitting = files.find(({ cpus }) => cpus.some((cpu) => php.cpus.includes(cpu)));
    if (fitting !== undefined)
      return {
        state: 'pass',
        text: 'LIB-03.same',
        values: { cpu: php.cpus.join(', ') },
        evidence: [fileEvidence(fitting.path)],
      };
    return {
      state: isLoaded(seen) ? 'info' : mustBuild(seen) ? 'fail' : 'warn',
      text: 'LIB-03.other',
      values: { path: first.path, cpu: first.cpus.join(', '), php: php.cpus.join(', ') },
      evidence: [fileEvidence(first.path), fileEvidence(php.real)],
      fixes: ['install-libgearman'],
    };
  },

  'LIB-04': (seen) => {
    const loads = /^libgearman version => (\S+)/m.exec(fittingFile(seen)?.load?.out ?? '')?.[1];
    const whole = seen.libraries.filter(({ header }) => header !== null);
    const version = toldOf(seen)?.libgearman ?? loads ?? whole.find((each) => each.version !== null)?.version ?? null;
    if (version === null) return whole.length === 0 ? null : { state: 'unknown', text: 'LIB-04.unknown' };
    const values = { version, least: LEAST };
    return compareVersions(version, LEAST) < 0
      ? { state: 'fail', text: 'LIB-04.old', values, fixes: ['install-libgearman'] }
      : { state: 'pass', text: 'LIB-04.enough', values: { version } };
  },

  'LIB-06': (seen) => {
    const file = fileOf(seen);
    if (file === null) return null;
    const said = `${file.load?.err ?? ''}\n${file.load?.out ?? ''}`;
    // The loader's word goes before ours.
    const named = /Library not loaded: (\S+)|(?:: |\()(lib\S+?): cannot open shared object file/.exec(said);
    const library = named?.[1] ?? named?.[2] ?? (isLoaded(seen) ? undefined : file.missing[0]);
    if (library === undefined) return { state: 'pass', text: 'LIB-06.there', values: { path: file.path } };
    return {
      state: 'fail',
      text: 'LIB-06.missing',
      values: { path: file.path, library },
      evidence: [fileEvidence(file.path), file.load && commandEvidence(file.load, /Library not loaded|cannot open/)],
      fixes: ['reinstall-libgearman'],
    };
  },
});
