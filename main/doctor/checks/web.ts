import { cpusOf } from '../bytes/binary.ts';
import { buildIdText } from '../bytes/build-id.ts';
import { succeeded } from '../machine.ts';
import { fileOf } from '../ways.ts';
import { checksOf, commandEvidence, fileEvidence, isLoaded } from './check.ts';

/** What macOS says when it refuses to load a file for its signature. */
export const SIGNATURE =
  /code sign|no cdhash|no Team ID|disallowed by system policy|not valid for use in process|AH06665/i;

export const webChecks = checksOf('web', {
  'WEB-01': (seen) => {
    const { fpms } = seen.web;
    if (fpms.length === 0) return null;
    const asked = fpms.flatMap((fpm) => (fpm.told === null ? [] : [{ ...fpm, told: fpm.told }]));
    const evidence = fpms.map(({ ran }) => commandEvidence(ran));
    if (asked.length === 0)
      return { state: 'unknown', text: 'WEB-01.unknown', values: { program: fpms[0]?.program ?? '' }, evidence };
    const without = asked.filter(({ told }) => told.gearman === null);
    const [first] = without.toSorted((a, b) => Number(b.process !== null) - Number(a.process !== null));
    if (first === undefined)
      return { state: 'pass', text: 'WEB-01.loaded', values: { program: asked[0]?.program ?? '' }, evidence };
    const values = {
      program: first.program,
      version: first.told.version,
      folder: first.told.scanFolders[0] ?? first.told.iniFile ?? '',
    };
    return isLoaded(seen)
      ? {
          state: 'warn',
          text: 'WEB-01.without',
          values,
          evidence: [commandEvidence(first.ran)],
          fixes: ['fpm-ini', 'restart-fpm'],
        }
      : { state: 'info', text: 'WEB-01.neither', values, evidence };
  },

  'WEB-02': ({ web: { fpms } }) => {
    const running = fpms.filter(({ process }) => process !== null);
    if (running.length === 0) return null;
    const stale = running.find((fpm) => fpm.stale !== null);
    if (stale === undefined) return { state: 'pass', text: 'WEB-02.fresh' };
    const values = { program: stale.program, file: stale.stale ?? '', pid: String(stale.process?.pid ?? '') };
    return {
      state: 'warn',
      text: 'WEB-02.stale',
      values,
      evidence: [fileEvidence(stale.stale ?? '')],
      fixes: ['restart-fpm'],
    };
  },

  'WEB-03': (seen) => {
    const { modules } = seen.web;
    if (modules.length === 0) return null;
    const file = fileOf(seen);
    for (const module of modules) {
      const { path, line } = module;
      const evidence = [fileEvidence(module.file, line)];
      const values = { path, file: module.file, line };
      if (!module.there) return { state: 'warn', text: 'WEB-03.missing', values, evidence };
      if (module.scanFolder !== null && module.gearman === null && isLoaded(seen))
        return { state: 'warn', text: 'WEB-03.without', values: { ...values, folder: module.scanFolder }, evidence };
      if (file?.build && module.build && buildIdText(file.build) !== buildIdText(module.build))
        return {
          state: 'warn',
          text: 'WEB-03.other-build',
          values: { ...values, module: buildIdText(module.build), extension: buildIdText(file.build) },
          evidence,
        };
      const cpus = file?.binary ? cpusOf(file.binary) : [];
      if (cpus.length > 0 && module.cpus.length > 0 && !cpus.some((cpu) => module.cpus.includes(cpu)))
        return {
          state: 'warn',
          text: 'WEB-03.other-cpu',
          values: { ...values, module: module.cpus.join(', '), extension: cpus.join(', ') },
          evidence,
        };
    }
    const [first] = modules;
    return { state: 'pass', text: 'WEB-03.same', values: { path: first?.path ?? '' } };
  },

  'WEB-04': (seen) => {
    const file = fileOf(seen);
    if (seen.platform !== 'darwin' || file?.signature == null) return null;
    const { path, signature, load } = file;
    const values = { path };
    const evidence = [commandEvidence(signature)];
    const said = `${load?.err ?? ''}${load?.out ?? ''}`;
    if (SIGNATURE.test(said))
      return {
        state: 'fail',
        text: /Team ID|system policy|AH06665/i.test(said) ? 'WEB-04.host' : 'WEB-04.refused',
        values,
        evidence: [...evidence, load && commandEvidence(load, SIGNATURE)],
        fixes: /Team ID|system policy|AH06665/i.test(said) ? ['install-php'] : ['sign-file'],
      };
    if (succeeded(signature)) return { state: 'pass', text: 'WEB-04.signed', values, evidence };
    if (!/not signed at all/.test(signature.err + signature.out))
      return { state: 'unknown', text: 'WEB-04.unknown', values, evidence };
    const needed = file.binary !== null && cpusOf(file.binary).includes('arm64');
    return {
      state: needed ? 'fail' : 'info',
      text: 'WEB-04.unsigned',
      values,
      evidence,
      fixes: needed ? ['sign-file'] : [],
    };
  },

  'WEB-05': (seen) => {
    const { page } = seen;
    if (page === null) return null;
    const { file, url, answer, told, isSource } = page;
    const values = { url, file };
    const reason = answer.what === 'failed' || answer.what === 'unwritable' ? answer.reason : '';
    const evidence = [fileEvidence(url, null, reason)];
    if (answer.what === 'unwritable') return { state: 'unknown', text: 'WEB-05.unwritable', values, evidence };
    if (answer.what !== 'page') return { state: 'unknown', text: 'WEB-05.unreached', values, evidence };
    if (told === null)
      return isSource
        ? { state: 'warn', text: 'WEB-05.source', values, evidence }
        : { state: 'warn', text: 'WEB-05.other', values: { ...values, status: answer.status }, evidence };
    const said = { version: told.version, sapi: told.sapi };
    if (told.gearman !== null) return { state: 'pass', text: 'WEB-05.has', values: { ...said, gearman: told.gearman } };
    return {
      state: isLoaded(seen) ? 'warn' : 'info',
      text: 'WEB-05.without',
      values: { ...said, file: told.iniFile || told.extensionFolder },
      evidence,
      fixes: isLoaded(seen) ? ['fpm-ini', 'restart-fpm'] : [],
    };
  },
});
