import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultCalls } from '../../../main/calls/faults.ts';
import { reportCalls } from '../../../main/calls/report.ts';
import { Settings } from '../../../main/contract/settings.ts';
import { appInfo } from '../../../main/util/app-info.ts';
import { errorLines } from '../../../main/util/error-lines.ts';
import { silent, type Told, told } from '../../../main/util/log.ts';
import { serverStatus } from '../../support/samples.ts';

async function reportOf({ settings = {}, log = [] as Told[], status = serverStatus() } = {}): Promise<string> {
  const faults = faultCalls({ log: silent, onChange: () => {} });
  faults.tell('window');
  faults.tell('window');
  return reportCalls({
    app: appInfo('en'),
    home: '/home/ada',
    settings: () => Settings.parse(settings),
    status: () => status,
    figures: () => ({ 'jobs so far': 40 }),
    faults: () => faults.all,
    logTail: async () => log,
    save: async () => null,
  })['report.make'](undefined);
}

test('it has the versions, the server, what is set otherwise, what broke and the log', async () => {
  const log = [told`2026-11-29 20:00:00.000 warn The recording to ${'/home/ada/x'} has ended: ${'no space'}` as Told];
  const report = await reportOf({ settings: { theme: 'dark', port: 4731, limits: { packet: 2048 } }, log });
  for (const line of [
    /^Gearbench report of \d{4}-/,
    /^ {2}Gearbench \d+\.\d+\.\d+, from a checkout$/m,
    /^ {2}running, port \d+$/m,
    /^ {2}jobs so far: 40$/m,
    /^ {2}theme: dark$/m,
    /^ {2}port: 4731$/m,
    /^ {2}limits: packet 2048$/m,
    /^ {2}\S+Z window, 2 times$/m,
    /^ {2}2026-11-29 20:00:00\.000 warn The recording to … has ended: …$/m,
  ])
    expect(report).toMatch(line);
});

/** Words that are in no report by themselves. */
const secret = fc.stringMatching(/^[ ⟦⟧\n\r'"/\\:()]{0,8}zq[ -~⟦⟧\u4e00-\u4e10]{0,20}$/);

test('nothing that a person named, wrote or has on their disk is in it', async () => {
  await fc.assert(
    fc.asyncProperty(secret, secret, async (name, path) => {
      const error = new TypeError(`${name} in ${path}`, { cause: path });
      error.name = name;
      error.stack = `${name}: ${path}\n    at ${name} (${path}:1:2)\n    at ${path}\n  at (${name})`;
      const log = [told`info ${name} of ${path}`, told`warn ${error}`, ...errorLines(error)];
      const settings = {
        workspace: path,
        recent: [path],
        filterHistory: [name],
        savedFilters: [name],
      };
      const status = serverStatus({
        queue: { path, problem: null },
        addresses: [name],
      });
      expect((await reportOf({ settings, log, status })).toLowerCase()).not.toMatch(/zq/);
    }),
  );
});
