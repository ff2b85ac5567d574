import type { Directive } from '../look/ini.ts';
import type { Seen } from '../look/seen.ts';
import { fittingFile } from '../ways.ts';
import { activeIn, checksOf, fileEvidence, isLoaded, toldOf } from './check.ts';

/** What Gearbench's own PHP client cannot do without. */
const OF_CLIENT = ['stream_socket_client', 'stream_select', 'stream_set_blocking', 'stream_context_create'];

const lineEvidence = ({ file, line, text }: Directive) => fileEvidence(file, line, text);
const place = ({ file, line }: Directive) => ({ file, line });

export const configurationChecks = checksOf('configuration', {
  'INI-01': (seen) => {
    const told = toldOf(seen);
    if (told === null) return null;
    const evidence = seen.ini.files.filter((file) => /php\.ini$|gearman/.test(file)).map((file) => fileEvidence(file));
    if (told.iniFile !== null) return { state: 'info', text: 'INI-01.file', values: { file: told.iniFile }, evidence };
    const folder = told.scanFolders[0];
    return folder === undefined
      ? { state: 'warn', text: 'INI-01.none', values: { folder: told.iniFolder ?? '' }, fixes: ['write-ini'] }
      : { state: 'info', text: 'INI-01.folder', values: { folder }, evidence };
  },

  'INI-02': (seen) => {
    if (toldOf(seen) === null) return null;
    const [active] = activeIn(seen).filter(({ zend }) => !zend);
    if (active !== undefined)
      return { state: 'pass', text: 'INI-02.there', values: place(active), evidence: [lineEvidence(active)] };
    if (isLoaded(seen)) return { state: 'pass', text: 'INI-02.needless' };
    if (activeIn(seen).length > 0) return null; // INI-07
    const commented = seen.ini.directives.find((each) => each.read && each.commented);
    if (commented !== undefined)
      return {
        state: fittingFile(seen) === null ? 'warn' : 'fail',
        text: 'INI-02.commented',
        values: place(commented),
        evidence: [lineEvidence(commented)],
        fixes: ['uncomment-ini'],
      };
    if (fittingFile(seen) === null) return { state: 'info', text: 'INI-02.nothing' };
    return {
      state: 'fail',
      text: 'INI-02.absent',
      fixes: [seen.ini.template === null ? 'write-ini' : 'enable-module'],
    };
  },

  'INI-03': (seen) => {
    const told = toldOf(seen);
    if (told === null) return null;
    const active = activeIn(seen).filter(({ zend }) => !zend);
    const twice = /Module "?gearman"? (?:is )?already loaded/i.test(told.warnings);
    if (active.length < 2 && !twice) return { state: 'pass', text: 'INI-03.once' };
    const [first, second] = active;
    return {
      state: 'warn',
      text: second === undefined ? 'INI-03.twice' : 'INI-03.lines',
      values:
        first === undefined || second === undefined
          ? {}
          : { first: `${first.file}:${first.line}`, second: `${second.file}:${second.line}` },
      evidence: active.map(lineEvidence),
      fixes: second === undefined ? [] : ['comment-duplicates'],
    };
  },

  'INI-04': (seen) => {
    const told = toldOf(seen);
    if (told === null || isLoaded(seen) || activeIn(seen).length > 0) return null;
    const other = seen.ini.directives.find(({ read, commented }) => !read && !commented);
    if (other === undefined) return null;
    const values = { ...place(other), reads: seen.ini.files[0] ?? told.scanFolders[0] ?? told.iniFolder ?? '' };
    const evidence = [lineEvidence(other)];
    // Another one may well be meant by it.
    return isReadByAnother(seen, other.file)
      ? { state: 'info', text: 'INI-04.another', values, evidence }
      : { state: 'fail', text: 'INI-04.unread', values, evidence, fixes: ['write-ini'] };
  },

  'INI-05': (seen) => {
    if (seen.php?.source !== 'herd') return null;
    const found = seen.ini.variables.find(([name]) => name.startsWith('HERD_PHP_'));
    return found === undefined
      ? {
          state: 'warn',
          text: 'INI-05.missing',
          values: { version: (seen.php.version ?? '').replace(/^(\d+)\.(\d+).*/, '$1$2') },
        }
      : { state: 'pass', text: 'INI-05.set', values: { name: found[0], folder: found[1] } };
  },

  'INI-06': (seen) => {
    const told = toldOf(seen);
    if (told === null) return null;
    const folder = told.extensionFolder;
    // Whatever is missing, PHP tells that it has tried it with another .so as well; what it was asked for stands first.
    const doubled = /Unable to load dynamic library '([^']*gearman\.so\.so)'/.exec(told.warnings)?.[1];
    if (doubled !== undefined && !isLoaded(seen))
      return { state: 'info', text: 'INI-06.doubled', values: { path: doubled }, fixes: ['load-absolute'] };
    if (seen.ini.extensionFolder) return { state: 'pass', text: 'INI-06.there', values: { folder } };
    return {
      state: isLoaded(seen) ? 'info' : 'warn',
      text: 'INI-06.missing',
      values: { folder },
      fixes: ['load-absolute'],
    };
  },

  'INI-07': (seen) => {
    const wrong = activeIn(seen).find(({ zend }) => zend);
    if (wrong === undefined) return toldOf(seen) === null ? null : { state: 'pass', text: 'INI-07.none' };
    return {
      state: 'fail',
      text: 'INI-07.zend',
      values: place(wrong),
      evidence: [lineEvidence(wrong)],
      fixes: ['correct-ini'],
    };
  },

  'INI-08': (seen) => {
    const told = toldOf(seen);
    if (told === null) return null;
    const off = told.disabled.filter((name) => /^gearman/i.test(name));
    if (off.length > 0) return { state: 'warn', text: 'INI-08.disabled', values: { names: off.join(', ') } };
    const [alias] = seen.ini.aliases;
    if (alias !== undefined)
      return {
        state: 'warn',
        text: 'INI-08.alias',
        values: { file: alias.file, line: alias.line },
        evidence: [fileEvidence(alias.file, alias.line, alias.text)],
      };
    const blocked = told.disabled.filter((name) => OF_CLIENT.includes(name.toLowerCase()));
    if (blocked.length > 0 && !isLoaded(seen))
      return {
        state: seen.ini.dropIn === null ? 'info' : 'warn',
        text: 'INI-08.blocked',
        values: { names: blocked.join(', ') },
      };
    if (seen.ini.dropIn !== null) return { state: 'info', text: 'INI-08.drop-in', values: { file: seen.ini.dropIn } };
    const [variable] = seen.ini.variables.filter(([name]) => !name.startsWith('HERD'));
    if (variable !== undefined)
      return { state: 'info', text: 'INI-08.variable', values: { name: variable[0], value: variable[1] } };
    return told.preload === null
      ? { state: 'pass', text: 'INI-08.nothing' }
      : { state: 'info', text: 'INI-08.preload', values: { file: told.preload } };
  },
});

const isReadByAnother = ({ inventory, web }: Seen, file: string): boolean =>
  [
    ...inventory.phps.flatMap(({ probe }) => (probe.state === 'told' ? [probe.told] : [])),
    ...web.fpms.flatMap(({ told }) => (told === null ? [] : [told])),
  ].some(({ iniFile, scanned }) => iniFile === file || scanned.includes(file));
