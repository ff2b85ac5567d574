import { cpusOf } from '../bytes/binary.ts';
import { buildIdText } from '../bytes/build-id.ts';
import { succeeded } from '../machine.ts';
import { fileOf, sameBuild } from '../ways.ts';
import { activeIn, checksOf, commandEvidence, fileEvidence, isLoaded, toldOf } from './check.ts';

export const extensionChecks = checksOf('extension', {
  'BIN-01': (seen) => {
    if (toldOf(seen) === null) return null;
    const lost = activeIn(seen).find(({ target, zend }) => target === null && !zend);
    if (lost !== undefined && !isLoaded(seen)) {
      const { file, line, text, value } = lost;
      return {
        state: 'fail',
        text: 'BIN-01.named-missing',
        values: { value, file, line },
        evidence: [fileEvidence(file, line, text)],
        fixes: ['correct-ini'],
      };
    }
    const file = fileOf(seen);
    if (file !== null)
      return { state: 'pass', text: 'BIN-01.there', values: { path: file.path }, evidence: [fileEvidence(file.path)] };
    return isLoaded(seen)
      ? { state: 'pass', text: 'BIN-01.built-in' }
      : {
          state: seen.ini.dropIn === null ? 'fail' : 'info',
          text: 'BIN-01.none',
          fixes: ['install-package', 'tap-and-install', 'build', 'drop-in'],
        };
  },

  'BIN-02': (seen) => {
    const file = fileOf(seen);
    const { php } = seen;
    if (file === null || php === null || file.binary === null) return null;
    const { build, path } = file;
    const evidence = [fileEvidence(path), fileEvidence(php.real)];
    if (build === null || php.build === null)
      return { state: 'unknown', text: 'BIN-02.unknown', values: { path }, evidence };
    const values = { path, file: buildIdText(build), php: buildIdText(php.build) };
    if (sameBuild(build, php))
      return { state: 'pass', text: 'BIN-02.same', values: { path, php: values.php }, evidence };
    return {
      state: isLoaded(seen) ? 'info' : 'fail',
      text: 'BIN-02.other',
      values,
      evidence,
      fixes: ['install-package', 'tap-and-install', 'build'],
    };
  },

  'BIN-03': (seen) => {
    const file = fileOf(seen);
    const { php } = seen;
    if (file === null || php === null) return null;
    const { binary, path } = file;
    const evidence = [fileEvidence(path), fileEvidence(php.real)];
    const fixes = ['install-package', 'tap-and-install', 'build'] as const;
    if (binary === null)
      return file.about.readable
        ? { state: 'fail', text: 'BIN-03.no-library', values: { path }, evidence, fixes }
        : null;
    if (php.cpus.length === 0) return { state: 'unknown', text: 'BIN-03.unknown', values: { path }, evidence };
    const values = { path, file: cpusOf(binary).join(', '), php: php.cpus.join(', ') };
    return cpusOf(binary).some((cpu) => php.cpus.includes(cpu))
      ? { state: 'pass', text: 'BIN-03.same', values: { path, php: values.php }, evidence }
      : { state: 'fail', text: 'BIN-03.other', values, evidence, fixes };
  },

  'BIN-04': (seen) => {
    const file = fileOf(seen);
    if (file?.load == null) return null;
    const { load, path } = file;
    const evidence = [commandEvidence(load, /warning|version|module|compiled|error|symbol|image|library/i)];
    if (succeeded(load)) {
      const version = /extension version => (\S+)/.exec(load.out)?.[1] ?? '';
      return { state: 'pass', text: 'BIN-04.loads', values: { path, version }, evidence };
    }
    return {
      state: 'fail',
      text: 'BIN-04.fails',
      values: { path },
      evidence,
      fixes: ['install-package', 'tap-and-install', 'build'],
    };
  },

  'BIN-05': (seen) => {
    const load = fileOf(seen)?.load;
    if (load == null) return null;
    const symbol = /(?:Symbol not found:|undefined symbol:|symbol not found in flat namespace) *'?(\w+)/.exec(
      load.err + load.out,
    )?.[1];
    if (symbol === undefined) return succeeded(load) ? { state: 'pass', text: 'BIN-05.found' } : null;
    const text = /ZVAL_NEW_ARR/.test(symbol)
      ? 'BIN-05.old-extension'
      : /^_?gearman_\w*ssl/.test(symbol)
        ? 'BIN-05.old-library'
        : 'BIN-05.missing';
    return {
      state: 'fail',
      text,
      values: { symbol },
      evidence: [commandEvidence(load, /symbol/i)],
      fixes: text === 'BIN-05.old-library' ? ['install-libgearman', 'build'] : ['tap-and-install', 'build', 'drop-in'],
    };
  },

  'BIN-06': (seen) => {
    const file = fileOf(seen);
    if (file === null) return null;
    const { path, about, quarantine } = file;
    const values = { path };
    if (!about.readable)
      return {
        state: 'fail',
        text: 'BIN-06.unreadable',
        values,
        evidence: [fileEvidence(path)],
        fixes: ['allow-file'],
      };
    if (quarantine !== null && succeeded(quarantine))
      return {
        state: 'warn',
        text: 'BIN-06.quarantine',
        values,
        evidence: [commandEvidence(quarantine)],
        fixes: ['allow-file'],
      };
    return { state: 'pass', text: 'BIN-06.readable', values };
  },
});
