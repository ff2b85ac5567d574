import { expect, test } from 'vitest';
import { doctorCalls } from '../../../main/calls/doctor.ts';
import { considerate } from '../../../main/doctor/considerate.ts';
import { examine } from '../../../main/doctor/doctor.ts';
import type { Machine } from '../../../main/doctor/machine.ts';
import { fixtureMachine } from '../../fixtures/machines/machine.ts';
import { MACHINES } from '../../fixtures/machines/machines.ts';

const described = (name: string) => fixtureMachine((MACHINES[name] as NonNullable<(typeof MACHINES)[string]>)());

function callsOn(machine: Machine) {
  const heard: (string | null)[] = [];
  const plan = { folder: '/Users/ada/php', client: '/Applications/Gearbench.app/gearman.php' };
  const { handlers } = doctorCalls({
    ...{ machine, plan },
    examine: (look, { signal, onStage: onProgress }) =>
      examine(considerate(machine, signal), { ...look, onProgress }, plan),
    address: () => ({ host: '127.0.0.1', port: 4730 }),
    proofServer: () => undefined,
    scripts: '/Applications/Gearbench.app/proof',
    folder: () => '/Users/ada/shop',
    steps: { environment: async () => ({}) },
    onProgress: () => heard.push(handlers['doctor.progress']() as string | null),
  });
  const scan = (php: string | null = null, online = false) => handlers['doctor.scan']({ php, online });
  return { scan, handlers, heard };
}

test('a scan tells its stages, and then each PHP with who uses it, what was found and what mends it', async () => {
  const { scan, heard } = callsOn(described('Debian without php-gearman'));
  const found = await scan();
  expect(heard).toEqual(['phps', 'system', 'extension', 'web', 'server', null]);
  expect(found?.phps).toMatchObject([
    { path: '/usr/bin/php', source: { kind: 'distribution' }, state: 'absent', uses: [{ who: 'terminal' }] },
  ]);
  expect(found?.summary.text).toBe('summary.not-loaded');
  expect(found?.plans.map(({ way }) => way)).toContain('drop-in');
  expect(found?.plans[0]).toMatchObject({ way: 'package', steps: [{ command: 'apt-get install -y php8.2-gearman' }] });
});

test('pecl.php.net is asked only where the person wants it', async () => {
  const offline = { what: 'failed', at: 'name', proxy: null, reason: 'ENOTFOUND' } as const;
  const { scan } = callsOn({ ...described('Debian without php-gearman'), fetch: async () => offline });
  const net = async (online: boolean) =>
    (await scan(null, online))?.findings.find(({ check }) => check === 'NET-02')?.text;
  expect(await net(false)).toBe('NET-02.not-asked');
  expect(await net(true)).toBe('NET-02.name');
});

test('evidence comes as it is typed, and as file and line', async () => {
  const commented = await callsOn(described('the line is commented')).scan();
  const line = commented?.findings.find(({ text }) => text === 'INI-02.commented')?.evidence[0];
  expect(line).toMatchObject({ kind: 'file', what: expect.stringMatching(/20-gearman\.ini:1$/), end: null });
  const crashed = await callsOn(described('a PHP that crashes')).scan();
  expect(crashed?.findings.find(({ text }) => text === 'PHP-02.crashes')?.evidence[0]).toMatchObject({
    kind: 'command',
    what: expect.stringMatching(/^\/opt\/homebrew\/bin\/php -d 'display_errors=stderr'/),
  });
  expect(crashed?.phps).toMatchObject([{ state: 'broken', source: { kind: 'maker', name: 'Homebrew' } }]);
});

test('another PHP is looked at where a scan has found it, and no other', async () => {
  const { scan } = callsOn(described('macOS 11 with Apple’s PHP beside Homebrew’s'));
  await expect(scan('/usr/bin/php')).rejects.toMatchObject({ code: 'file-missing', details: { path: '/usr/bin/php' } });
  const first = await scan();
  const other = first?.phps.find(({ path }) => path !== first.php)?.path as string;
  const second = await scan(other);
  expect(second?.php).toBe(other);
  expect(second?.phps.map(({ path }) => path)).toEqual(first?.phps.map(({ path }) => path));
  await expect(scan('/tmp/php')).rejects.toMatchObject({ code: 'file-missing' });
});

test('the report is that of the last scan, in English and without the home folder', async () => {
  const { scan, handlers } = callsOn(described('asdf with its stand-in, phpenv, mise, phpbrew, XAMPP and AMPPS'));
  expect(handlers['doctor.report']()).toBe(null);
  await scan();
  const report = handlers['doctor.report']() as string;
  expect(report).toContain('~/.asdf/');
  expect(report).not.toContain('/Users/ada');
});

test('a scan that is ended answers at once, and starts nothing more', async () => {
  const machine = described('Apple silicon, all well');
  const stuck = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const { scan, handlers, heard } = callsOn({
    ...machine,
    run: async (argv, options) => {
      begun.resolve();
      await stuck.promise;
      return machine.run(argv, options);
    },
  });
  const scanned = scan();
  await begun.promise;
  handlers['doctor.cancel']();
  expect([await scanned, heard.at(-1), handlers['doctor.report']()]).toEqual([null, null, null]);
  const before = machine.ran.length;
  stuck.resolve();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(machine.ran.length - before).toBeLessThanOrEqual(1); // the one that was waiting
});

test('the next scan ends the one before', async () => {
  const { scan } = callsOn(described('Debian, all well'));
  const [first, second] = await Promise.all([scan(), scan()]);
  expect([first, second?.summary.text]).toEqual([null, 'summary.works']);
});

test('programs are started one in a turn of the event loop', async () => {
  let turn = 0;
  const counting = setInterval(() => (turn += 1), 0);
  const turns: number[] = [];
  const machine = considerate(
    {
      ...described('Debian, all well'),
      run: async (argv) => {
        turns.push(turn);
        return { argv, end: { how: 'exit', code: 0 }, out: '', err: '' };
      },
    },
    new AbortController().signal,
  );
  await Promise.all(['a', 'b', 'c', 'd'].map((program) => machine.run([`/${program}`])));
  clearInterval(counting);
  expect(new Set(turns).size).toBe(4);
});
