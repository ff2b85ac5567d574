import { succeeded } from '../machine.ts';
import { isSealed, mustBuild } from '../ways.ts';
import { checksOf, commandEvidence, fileEvidence, isLoaded, toldOf } from './check.ts';

/** Bytes that a compiler and libgearman take, and those of the extension alone. */
const LITTLE = 1e9;
const FULL = 50e6;

export const systemChecks = checksOf('system', {
  'SYS-01': ({ system }) => ({
    state: 'info',
    text: system.cpu === null ? 'SYS-01.name' : 'SYS-01.is',
    values: { system: system.name, ...(system.cpu !== null && { cpu: system.cpu }) },
    evidence: system.mac === null ? [] : [commandEvidence(system.mac.version), commandEvidence(system.mac.chip)],
  }),

  'SYS-02': ({ system: { mac, cpu } }) => {
    if (mac === null) return null;
    const evidence = [commandEvidence(mac.translated)];
    // Where the system does not know the question there is nothing to translate for.
    if (mac.translated.end.how !== 'exit') return { state: 'unknown', text: 'SYS-02.unknown', evidence };
    return mac.translated.out.trim() === '1'
      ? { state: 'warn', text: 'SYS-02.translated', values: { cpu: cpu ?? 'arm64' }, evidence }
      : { state: 'pass', text: 'SYS-02.native', evidence };
  },

  'SYS-03': ({ inventory: { path, pathFrom }, ownPath, platform }) => {
    if (platform === 'win32') return null;
    if (pathFrom === 'process') return { state: 'unknown', text: 'SYS-03.silent', values: { path: ownPath } };
    const same = path === ownPath;
    return {
      state: same ? 'pass' : 'info',
      text: same ? 'SYS-03.same' : 'SYS-03.differs',
      values: same ? {} : { path },
    };
  },

  'SYS-04': ({ system: { mac } }) => {
    if (mac === null) return null;
    const { ran, path, runs } = mac.shell;
    const evidence = [commandEvidence(ran)];
    if (path === null) return { state: 'unknown', text: 'SYS-04.unknown', evidence };
    const values = { path };
    return runs
      ? { state: 'pass', text: 'SYS-04.runs', values, evidence }
      : { state: 'warn', text: 'SYS-04.missing', values, evidence, fixes: ['choose-shell'] };
  },

  'SYS-05': (seen) => {
    const { mac, major } = seen.system;
    if (mac === null) return null;
    const { chosen, folder, compiler, kit, version } = mac.tools;
    const evidence = [commandEvidence(chosen), commandEvidence(version, /version:/)];
    if (isLoaded(seen)) return { state: 'skip', text: 'TOOL.needless' };
    const missing = mustBuild(seen) ? 'fail' : 'info';
    const fixes = ['install-compiler'] as const;
    if (folder === null) return { state: missing, text: 'SYS-05.missing', evidence, fixes };
    if (!compiler) return { state: missing, text: 'SYS-05.broken', values: { folder }, evidence, fixes };
    if (!kit) return { state: 'warn', text: 'SYS-05.no-kit', values: { folder }, evidence, fixes };
    const tools = /version: (\d+)/.exec(version.out)?.[1];
    if (tools !== undefined && major !== null && major >= 11 && Number(tools) < major)
      return { state: 'warn', text: 'SYS-05.old', values: { tools, system: major }, evidence, fixes };
    return { state: 'pass', text: 'SYS-05.there', values: { folder }, evidence };
  },

  'SYS-06': (seen) => {
    const { mac } = seen.system;
    if (mac === null) return null;
    const evidence = [commandEvidence(mac.protection)];
    const folder = toldOf(seen)?.extensionFolder ?? '';
    const isOn = /status: enabled/.test(mac.protection.out);
    if (isSealed(seen) && !isLoaded(seen) && !/status: disabled/.test(mac.protection.out))
      return { state: 'fail', text: 'SYS-06.sealed', values: { folder }, evidence, fixes: ['install-php', 'drop-in'] };
    if (isOn) return { state: 'pass', text: 'SYS-06.on', evidence };
    return succeeded(mac.protection)
      ? { state: 'info', text: 'SYS-06.off', evidence }
      : { state: 'unknown', text: 'SYS-06.unknown', evidence };
  },

  'SYS-07': ({ system: { mac, major }, inventory: { phps } }) => {
    if (mac === null) return null;
    const apple = phps.find(({ source }) => source === 'apple');
    if (apple !== undefined)
      return {
        state: 'warn',
        text: 'SYS-07.apple',
        values: { path: apple.path, version: apple.version ?? '' },
        evidence: [fileEvidence(apple.path)],
        fixes: ['install-php'],
      };
    return major !== null && major >= 12 ? { state: 'info', text: 'SYS-07.removed' } : null;
  },

  'SYS-08': (seen) => {
    const { left, user, home } = seen;
    const { pear, space } = left;
    if (pear !== null && user !== null && pear.about.owner !== user)
      return {
        state: isLoaded(seen) ? 'info' : 'fail',
        text: 'SYS-08.left',
        values: { folder: pear.folder },
        evidence: [fileEvidence(pear.folder)],
        fixes: ['remove-pear-folder'],
      };
    if (space === null) return { state: 'unknown', text: 'SYS-08.unknown', values: { folder: home } };
    const values = {
      folder: home,
      free: space < LITTLE ? `${Math.floor(space / 1e6)} MB` : `${Math.floor(space / 1e9)} GB`,
    };
    if (space < FULL) return { state: isLoaded(seen) ? 'warn' : 'fail', text: 'SYS-08.full', values };
    return space < LITTLE
      ? { state: 'warn', text: 'SYS-08.little', values }
      : { state: 'pass', text: 'SYS-08.free', values };
  },

  'SYS-09': (seen) => {
    const { mac } = seen.system;
    if (mac === null || !toldOf(seen)?.forks) return null;
    const report = mac.forkReports.at(-1);
    return report === undefined
      ? { state: 'pass', text: 'SYS-09.none' }
      : {
          state: 'warn',
          text: 'SYS-09.crashed',
          values: { report },
          evidence: mac.forkReports.map((file) => fileEvidence(file)),
          fixes: ['fork-safety'],
        };
  },
});
