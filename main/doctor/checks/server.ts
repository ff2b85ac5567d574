import { addressOf } from '../../net/dial.ts';
import { isHere } from '../look/server.ts';
import { checksOf, commandEvidence, fileEvidence } from './check.ts';

export const serverChecks = checksOf('server', {
  'RUN-01': ({ server: { address, answers, loopback } }) => {
    const values = { address: addressOf(address) };
    const found = answers.find(({ answer }) => answer.what === 'gearman');
    if (found?.answer.what === 'gearman')
      return { state: 'pass', text: 'RUN-01.answers', values: { ...values, version: found.answer.version } };
    if (answers.some(({ answer }) => answer.what === 'not-asked'))
      return { state: 'unknown', text: 'RUN-01.not-asked', values };
    // Nobody said that one must run now: it is no failure of PHP's.
    return answers.some(({ answer }) => answer.what === 'other')
      ? { state: 'warn', text: 'RUN-01.other', values }
      : {
          state: 'warn',
          text: 'RUN-01.nothing',
          values,
          fixes: isHere(address.host) || loopback?.what === 'nothing' ? ['start-server'] : [],
        };
  },

  'RUN-02': ({ server: { address, answers, localhost } }) => {
    const at = (host: string) => answers.find((each) => each.host === host)?.answer.what;
    if (!isHere(address.host) || ![at('127.0.0.1'), at('::1')].includes('gearman')) return null;
    const values = { port: String(address.port) };
    if (at('127.0.0.1') === 'gearman' && at('::1') === 'gearman') return { state: 'pass', text: 'RUN-02.both', values };
    if (at('::1') === 'gearman') return { state: 'warn', text: 'RUN-02.only-six', values };
    return localhost[0] === '::1'
      ? {
          state: 'warn',
          text: 'RUN-02.six-first',
          values,
          evidence: [fileEvidence('/etc/hosts')],
          fixes: ['use-loopback'],
        }
      : { state: 'info', text: 'RUN-02.only-four', values };
  },

  'RUN-03': ({ server: { service } }) => {
    if (service === null) return null;
    const { plist, ran, running } = service;
    const evidence = [fileEvidence(plist), commandEvidence(ran, /state =|last exit code|could not find/i)];
    if (running) return { state: 'pass', text: 'RUN-03.runs', evidence };
    const code = /last exit code = (.*)/.exec(ran.out)?.[1] ?? '';
    return ran.end.how === 'exit'
      ? { state: 'fail', text: 'RUN-03.dead', values: { plist, code: code || '?' }, evidence, fixes: ['start-server'] }
      : { state: 'unknown', text: 'RUN-03.unknown', values: { plist }, evidence };
  },

  'RUN-04': ({ server: { address, answers, extension } }) => {
    if (extension === null) return null;
    const values = { address: addressOf(address) };
    const evidence = [commandEvidence(extension)];
    if (extension.out === 'answered') return { state: 'pass', text: 'RUN-04.answers', values, evidence };
    const there = answers.some(({ answer }) => answer.what === 'gearman');
    // Where something else listens, a server cannot.
    const free = isHere(address.host) && answers.every(({ answer }) => answer.what === 'nothing');
    return there
      ? { state: 'fail', text: 'RUN-04.fails', values, evidence }
      : { state: 'warn', text: 'RUN-04.no-server', values, evidence, fixes: free ? ['start-server'] : [] };
  },

  'RUN-05': ({ platform, server: { address, answers, loopback } }) => {
    const [first] = answers;
    if (first === undefined || isHere(address.host) || loopback !== null) return null;
    const { answer } = first;
    const values = { address: addressOf(address), host: address.host };
    if (answer.what === 'gearman') return { state: 'pass', text: 'RUN-05.reached', values };
    if (answer.what !== 'nothing') return null;
    const evidence = [fileEvidence(values.address, null, answer.reason)];
    switch (answer.why) {
      case 'refused':
        return { state: 'warn', text: 'RUN-05.refused', values, evidence };
      case 'silent':
        return { state: 'warn', text: 'RUN-05.silent', values, evidence };
      case 'name':
        return { state: 'warn', text: 'RUN-05.name', values, evidence };
      case 'unreachable':
        // Since macOS 15 each program must be allowed to reach others in the same network.
        return platform === 'darwin'
          ? { state: 'warn', text: 'RUN-05.local-network', values, evidence, fixes: ['allow-local-network'] }
          : { state: 'warn', text: 'RUN-05.unreachable', values, evidence };
      case 'other':
        return { state: 'unknown', text: 'RUN-05.other', values, evidence };
    }
  },

  'RUN-07': ({ server: { address, answers, loopback } }) => {
    if (loopback === null) return null;
    const values = { address: addressOf(address), port: String(address.port) };
    if (answers[0]?.answer.what === 'gearman') return { state: 'pass', text: 'RUN-07.reached', values };
    return loopback.what === 'gearman'
      ? { state: 'warn', text: 'RUN-07.loopback', values, fixes: ['use-loopback', 'listen-wider'] }
      : null;
  },

  'RUN-06': ({ project }) => {
    const [first] = project?.containers ?? [];
    if (first === undefined) return null;
    const { file, line, text } = first;
    return {
      state: 'warn',
      text: 'RUN-06.localhost',
      values: { file, line },
      evidence: [fileEvidence(file, line, text)],
      fixes: ['container-host'],
    };
  },
});
