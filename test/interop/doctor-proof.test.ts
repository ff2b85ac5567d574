import { chmod, copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Evidence, Finding } from '../../main/contract/doctor.ts';
import type { Engine } from '../../main/engine.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { gearbench } from '../support/command-line.ts';
import { runningServer } from '../support/embedded.ts';
import { engineOf } from '../support/engine.ts';
import { PATIENT } from '../support/patient.ts';
import { needs } from '../support/peers.ts';
import { run } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/* Real jobs of real PHPs, through the extension and through the drop-in. */

const PHP = (await run('sh', ['-c', 'command -v php'])).stdout.trim();

/** Which lines of processes name a proof: what it has started and has not ended. */
const left = async (): Promise<string[]> =>
  (await run('ps', ['-eo', 'args'])).stdout.split('\n').filter((line) => /php.*gearbench-proof-/.test(line));

const states = (findings: readonly Pick<Finding, 'group' | 'check' | 'state'>[]): string[] =>
  findings.filter(({ group }) => group === 'proof').map(({ check, state }) => `${check} ${state}`);
const types = (evidence: Pick<Evidence, 'kind'>[] | undefined): string[] => {
  const packets = evidence?.find(({ kind }) => kind === 'packets') as
    | Extract<Evidence, { kind: 'packets' }>
    | undefined;
  return packets?.packets.map(({ direction, type }) => `${direction} ${type}`) ?? [];
};

/** What one job looks like, in order: registered, connected, submitted, done, answered. */
const CONVERSATION = [
  'in CAN_DO',
  'in PRE_SLEEP',
  'in OPTION_REQ',
  'out OPTION_RES',
  'in SUBMIT_JOB',
  'out JOB_CREATED',
  'out JOB_ASSIGN_UNIQ',
  'in WORK_COMPLETE',
  'out WORK_COMPLETE',
  'out JOB_ASSIGN_UNIQ',
  'in WORK_EXCEPTION',
  'out WORK_EXCEPTION',
];

/** Whether these stand in the list in that order, with others between. */
function inOrder(all: readonly string[], some: readonly string[]): boolean {
  let at = 0;
  return some.every((each) => {
    at = all.indexOf(each, at) + 1;
    return at > 0;
  });
}

/** A PHP that does as the real one, but for a script of the proof. */
async function phpBut(script: 'worker.php' | 'client.php', line: string): Promise<string> {
  const folder = await temporaryFolder();
  const path = join(folder, 'php');
  // A copy: a script that starts a PHP which is known would be taken for that one.
  await copyFile(PHP, join(folder, 'copy'));
  await writeFile(path, `#!/bin/sh\ncase "$*" in *${script}*) ${line} ;; esac\nexec ${folder}/copy "$@"\n`);
  await chmod(path, 0o755);
  return path;
}

describe.skipIf(!needs('php'))('the command line', () => {
  async function prove(args: string[] = [], environment: NodeJS.ProcessEnv = {}) {
    const { port } = await runningServer();
    const options = ['doctor', '--prove', '--json', '--server', `127.0.0.1:${port}`, ...args];
    const { ended } = await gearbench(options, afterThisTest, environment);
    const { code, out, err } = await ended;
    expect(err).toBe('');
    return { code, ...(JSON.parse(out) as { summary: string; findings: Finding[] }) };
  }
  const of = ({ findings }: { findings: Finding[] }, check: string) => findings.find((each) => each.check === check);

  test('with the extension: both ways are proven, packet by packet, and nothing is left', async () => {
    const said = await prove();
    expect(said.summary).toMatch(/^gearman [\d.]+ works in PHP [\d.]+: verified with a real job, [\d.]+ ms\. /);
    expect([said.code, states(said.findings)]).toEqual([
      0,
      ['E2E-01 pass', 'E2E-02 pass', 'E2E-03 pass', 'E2E-04 pass'],
    ]);
    for (const check of ['E2E-01', 'E2E-02']) {
      const heard = types(of(said, check)?.evidence as Evidence[]);
      expect([heard, inOrder(heard, CONVERSATION)]).toEqual([heard, true]);
    }
    expect(await left()).toEqual([]);
  });

  test('without it: the drop-in is, and the code tells that the extension is missing', async () => {
    const said = await prove([], { PHP_INI_SCAN_DIR: await temporaryFolder() });
    expect(said.summary).toMatch(/^gearman is not loaded in PHP [\d.]+; Gearbench.s PHP client works in it: verified/);
    expect([said.code, states(said.findings)]).toEqual([
      2,
      ['E2E-01 pass', 'E2E-02 skip', 'E2E-03 skip', 'E2E-04 pass'],
    ]);
  });

  test('with the drop-in switched on for all scripts, its own sentence', async () => {
    const folder = await temporaryFolder();
    const client = join(import.meta.dirname, '../../resources/php/gearman.php');
    await writeFile(join(folder, '99-gearbench.ini'), `auto_prepend_file="${client}"\n`);
    const said = await prove([], { PHP_INI_SCAN_DIR: folder });
    expect(said.summary).toMatch(/^Gearbench.s PHP client works in PHP [\d.]+: verified with a real job/);
    expect(states(said.findings)[0]).toBe('E2E-01 pass');
  });

  test('a PHP that crashes over a client, and one whose worker ends, are told apart', async () => {
    const crashes = await prove(['--php', await phpBut('client.php', 'kill -SEGV $$')]);
    expect([crashes.code, of(crashes, 'E2E-02')?.text, of(crashes, 'E2E-03')?.text]).toEqual([
      2,
      'E2E.client-crashed',
      'E2E-03.no-job',
    ]);
    expect(crashes.summary).toMatch(/^gearman [\d.]+ is loaded in PHP [\d.]+, and a real job did not come through\./);
    const ends = await prove(['--php', await phpBut('worker.php', 'echo "PHP Fatal error: no" >&2; exit 255')]);
    expect(of(ends, 'E2E-03')).toMatchObject({ text: 'E2E.worker-fails', values: { error: 'PHP Fatal error: no' } });
    expect(of(ends, 'E2E-02')?.text).toBe('E2E.not-submitted');
  });

  test('a signal ends it, and PHP with it', async () => {
    const php = await phpBut('client.php', 'sleep 1000');
    const { end, ended } = await gearbench(['doctor', '--prove', '--php', php], afterThisTest);
    await vi.waitUntil(async () => (await left()).some((line) => line.includes('client.php')), PATIENT);
    await end('SIGINT');
    expect((await ended).code).toBe(130);
    expect(await left()).toEqual([]);
  });
});

describe.skipIf(!needs('php'))('the engine', () => {
  async function scanned(php: string) {
    const folder = join(php, '..');
    const parts = await engineOf({ environment: { ...process.env, PATH: `${folder}:${process.env['PATH']}` } });
    await parts.call('server.start', { port: parts.port });
    const scan = await parts.call('doctor.scan', { php: null });
    expect(scan?.php).toBe(php);
    return { ...parts, prove: () => parts.call('doctor.prove', { php }) };
  }
  type Call = Awaited<ReturnType<typeof scanned>>['call'];
  /** When all have been looked at. */
  const packets = (call: Call, filter: string, probes: boolean) =>
    vi.waitUntil(async () => {
      const window = await call('packets.window', { from: 'end', rows: 100, filter, probes });
      return window.scanned === 1 && window;
    }, PATIENT);

  test('the proof goes through the server that runs; its packets are found by name, and hidden with our other probes', async () => {
    const { call, prove, port } = await scanned(PHP);
    const scan = await prove();
    expect(scan?.summary.text).toBe('summary.proven');
    expect(states(scan?.findings ?? [])).toEqual(['E2E-01 pass', 'E2E-02 pass', 'E2E-03 pass', 'E2E-04 pass']);
    const evidence = scan?.findings.find(({ check }) => check === 'E2E-02')?.evidence[0];
    const { name = '', packets: told = [] } = evidence?.kind === 'packets' ? evidence : {};
    const shown = await packets(call, `gb.who == "${name}"`, true);
    expect(shown.rows.map(({ seq }) => seq)).toEqual(told.map(({ seq }) => seq));
    expect(shown.rows.every(({ origin, who }) => origin === 'probe' && who === name)).toBe(true);
    expect((await packets(call, name, false)).rows).toEqual([]);
    // Nobody else's work has changed: no job, no function, no worker of it is left.
    expect((await call('jobs.window', { rows: 10 })).total).toBe(0);
    expect(await call('functions.list', undefined)).toEqual([]);
    const status = await run('sh', ['-c', `printf 'status\\r\\n' | timeout 2 nc 127.0.0.1 ${port} || true`]);
    expect(status.stdout).not.toContain('gearbench-proof');
    expect(await call('doctor.report', undefined)).toContain('-> SUBMIT_JOB');
  });

  test('without a server it asks for one, and where it was not looked at for a scan', async () => {
    const { call, prove } = await scanned(PHP);
    await call('server.stop', undefined);
    await expect(prove()).rejects.toMatchObject({ code: 'server-not-running' });
    await expect(call('doctor.prove', { php: '/nowhere/php' })).rejects.toMatchObject({ code: 'file-missing' });
  });

  /** A PHP whose client waits until the gate is gone. */
  async function gated() {
    const gate = join(await temporaryFolder(), 'gate');
    await writeFile(gate, '');
    const php = await phpBut('client.php', `while [ -e ${gate} ]; do sleep 0.05; done`);
    const waits = () => vi.waitUntil(async () => (await left()).some((line) => line.includes('client.php')), PATIENT);
    return { php, waits, open: () => rm(gate) };
  }

  test('a server that vanishes in the middle is told as such', async () => {
    const { php, waits, open } = await gated();
    const { call, prove } = await scanned(php);
    const proof = prove();
    await waits();
    await call('server.stop', undefined);
    await open();
    const scan = await proof;
    const text = (check: string) => scan?.findings.find((each) => each.check === check)?.text;
    expect([text('E2E-01'), text('E2E-02'), text('E2E-03')]).toEqual([
      'E2E.lost',
      'E2E.not-submitted',
      'E2E.unreached',
    ]);
    expect(scan?.summary.text).toBe('summary.unproven');
  });

  test('it is cancelled, and ended with the engine; PHP ends with it', async () => {
    const { php, waits } = await gated();
    const { call, prove, engine } = await scanned(php);
    const cancelled = prove();
    await waits();
    expect(await call('doctor.progress', undefined)).toBe('proof');
    await call('doctor.cancel', undefined);
    expect(await cancelled).toBe(null);
    await vi.waitUntil(async () => (await left()).length === 0, PATIENT);

    const closed = prove();
    await waits();
    await (engine as Engine).close();
    expect(await closed).toBe(null);
    await vi.waitUntil(async () => (await left()).length === 0, PATIENT);
  });
});
