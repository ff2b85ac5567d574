import { minorIn, supportOf } from '../versions.ts';
import { brewOf, mustBuild } from '../ways.ts';
import { checksOf, fileEvidence, isLoaded, toldOf } from './check.ts';

export const peclChecks = checksOf('pecl', {
  'NET-01': (seen) => {
    if (seen.platform === 'win32' || toldOf(seen) === null) return null;
    if (isLoaded(seen)) return { state: 'skip', text: 'TOOL.needless' };
    return seen.tools.pecl === null
      ? { state: 'info', text: 'NET-01.missing' }
      : { state: 'pass', text: 'NET-01.there', values: { path: seen.tools.pecl } };
  },

  'NET-02': (seen) => {
    const { online } = seen;
    if (online === null || online.answer.what === 'not-asked') return { state: 'skip', text: 'NET-02.not-asked' };
    const { url, answer, newest } = online;
    const state = isLoaded(seen) ? 'info' : mustBuild(seen) ? 'fail' : 'warn';
    if (answer.what === 'page') {
      if (answer.status !== 200 || newest === null)
        return { state, text: 'NET-02.status', values: { status: answer.status }, evidence: [fileEvidence(url)] };
      return answer.proxy === null
        ? { state: 'pass', text: 'NET-02.reached', values: { newest } }
        : {
            state: 'info',
            text: 'NET-02.through-proxy',
            values: { newest, proxy: answer.proxy },
            fixes: ['set-proxy'],
          };
    }
    const evidence = [fileEvidence(url, null, answer.reason)];
    if (answer.what === 'unwritable') return null;
    switch (answer.at) {
      case 'name':
        return { state, text: 'NET-02.name', evidence };
      case 'proxy':
        return { state, text: 'NET-02.proxy', values: { proxy: answer.proxy ?? '' }, evidence };
      case 'tls':
        return { state, text: 'NET-02.tls', evidence };
      case 'connection':
        return { state, text: 'NET-02.connection', evidence };
    }
  },

  'NET-03': (seen) => {
    const told = toldOf(seen);
    if (told === null || told.certificates.length === 0) return null;
    if (seen.ini.certificates) return { state: 'pass', text: 'NET-03.there' };
    return {
      state: isLoaded(seen) ? 'info' : 'warn',
      text: 'NET-03.missing',
      values: { file: told.certificates[0] ?? '' },
      evidence: told.certificates.map((path) => fileEvidence(path)),
      fixes: ['trust-certificates'],
    };
  },

  'NET-05': (seen) => {
    const version = seen.php?.version;
    if (version == null) return null;
    const support = supportOf(version);
    const php = minorIn(version);
    if (isLoaded(seen))
      return { state: 'pass', text: 'NET-05.loaded', values: { php, version: toldOf(seen)?.gearman ?? '' } };
    if (typeof support === 'object') return { state: 'pass', text: 'NET-05.take', values: { php, take: support.take } };
    return {
      state: 'fail',
      text: support === 'newer' ? 'NET-05.newer' : 'NET-05.old',
      values: { php },
      fixes: support === 'newer' ? ['drop-in', 'install-php'] : ['install-php'],
    };
  },

  'NET-06': (seen) => {
    const { pie } = seen.tools;
    if (pie === null || isLoaded(seen)) return null;
    return { state: 'info', text: 'NET-06.there', values: { path: pie } };
  },

  'NET-08': (seen) => {
    const { ofRoot } = seen.left;
    if (seen.platform === 'win32' || seen.user === 0 || toldOf(seen) === null) return null;
    if (ofRoot.length === 0) return { state: 'pass', text: 'NET-08.own' };
    return {
      state: isLoaded(seen) ? 'info' : 'warn',
      text: 'NET-08.root',
      values: { files: ofRoot.join(', ') },
      evidence: ofRoot.map((file) => fileEvidence(file)),
      fixes: ['own-left'],
    };
  },

  'NET-07': (seen) => {
    const folder = brewOf(seen)?.peclFolder ?? null;
    if (folder === null) return null;
    if (folder.target) return { state: 'pass', text: 'NET-07.there', values: { link: folder.link } };
    return {
      state: isLoaded(seen) ? 'info' : mustBuild(seen) ? 'fail' : 'warn',
      text: 'NET-07.missing',
      values: { link: folder.link },
      evidence: [fileEvidence(folder.link)],
      fixes: ['make-pecl-folder'],
    };
  },
});
