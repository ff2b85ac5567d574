import { once } from 'node:events';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SNIPPET_LANGUAGES, type Snippet, type SnippetLanguage } from '../../main/contract/snippets.ts';
import { Decoder, encode } from '../../main/protocol/codec.ts';
import type { Packet } from '../../main/protocol/packets.ts';
import { LITERALS } from '../../main/workload/snippets/literals.ts';
import { type SnippetJob, snippetOf } from '../../main/workload/snippets/snippet.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { runningServer } from '../support/embedded.ts';
import { freePort } from '../support/free-port.ts';
import { HOSTILE } from '../support/hostile.ts';
import { needs } from '../support/peers.ts';
import { type Finished, run } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { withoutGearman } from './php-without.ts';

/* What is given to be copied into somebody's program, run by its language. */

const DROP_IN = join(import.meta.dirname, '../../resources/php/gearman.php');

const HERE: Record<SnippetLanguage, () => boolean> = {
  php: () => needs('php'),
  'php-drop-in': () => needs('php'),
  perl: () => needs('perl'),
  shell: () => needs('gearman') && needs('nc'),
  node: () => true,
  python: () => needs('python'),
  ruby: () => needs('ruby'),
  go: () => needs('go'),
  java: () => needs('java'),
};
const LANGUAGES = SNIPPET_LANGUAGES.filter((language) => HERE[language]());

/** All bytes there are, and what wants to be more than words. */
const HOSTILE_BYTES = ['', ...HOSTILE]
  .map((text) => Buffer.from(text, 'latin1'))
  .concat(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));

/** The same in the names of a few jobs, as bytes on the wire. */
const NAMES = Array.from({ length: 3 }, (_, at) =>
  HOSTILE.filter((_text, index) => index % 3 === at)
    .join(' ')
    .replaceAll('\0', ''),
);

/** Runs a file of a language in a folder. */
function runFile(language: SnippetLanguage, file: string, folder: string): Promise<Finished> {
  const inFolder = (program: string, ...args: string[]) =>
    run('sh', ['-c', 'cd "$1" && shift && exec "$@"', 'sh', folder, program, ...args], {
      env: { ...process.env, GOCACHE: join(folder, 'cache'), GOFLAGS: '-mod=mod', HOME: folder },
    });
  switch (language) {
    case 'php':
      return inFolder('php', file);
    case 'php-drop-in':
      return inFolder('php', ...withoutGearman(), file);
    case 'python':
      return inFolder('python3', file);
    case 'node':
      return inFolder(process.execPath, file);
    case 'go':
      return inFolder('go', 'run', file);
    case 'shell':
      return inFolder('sh', file);
    default:
      return inFolder(language, file);
  }
}

/** What prints the bytes of expressions in hexadecimal, one a line. */
const PRINTING: Partial<Record<SnippetLanguage, (all: readonly string[]) => string>> = {
  python: (all) => all.map((each) => `print((${each}).hex())\n`).join(''),
  node: (all) => all.map((each) => `console.log((${each}).toString('hex'));\n`).join(''),
  perl: (all) => all.map((each) => `print unpack('H*', ${each}), "\\n";\n`).join(''),
  ruby: (all) => all.map((each) => `puts((${each}).unpack1('H*'))\n`).join(''),
  go: (all) =>
    `package main\nimport "fmt"\nfunc main() {\n${all.map((each) => `fmt.Printf("%x\\n", ${each})\n`).join('')}}\n`,
  java: (all) =>
    `import java.nio.charset.StandardCharsets;\npublic class Submit { public static void main(String[] a) { for (byte[] each : new byte[][] {${all.join(', ')}}) { for (byte one : each) System.out.printf("%02x", one); System.out.println(); } } }\n`,
};
const ENDING: Partial<Record<SnippetLanguage, string>> = {
  ...{ python: 'a.py', node: 'a.mjs', perl: 'a.pl', ruby: 'a.rb', go: 'a.go', java: 'Submit.java' },
};

test.each(LANGUAGES.filter((language) => PRINTING[language] !== undefined))(
  'whatever bytes are written down for %s, it reads the same, and nothing is run or hidden',
  async (language) => {
    const folder = await temporaryFolder();
    const literal = LITERALS[language as Exclude<SnippetLanguage, 'shell'>];
    const all = HOSTILE_BYTES.map(literal);
    await writeFile(join(folder, ENDING[language]!), PRINTING[language]!(all));
    const { stdout, stderr } = await runFile(language, ENDING[language]!, folder);
    expect([stderr, stdout.split('\n').slice(0, -1)]).toEqual([
      '',
      HOSTILE_BYTES.map((bytes) => bytes.toString('hex')),
    ]);
    // What turns the direction, or is not to be seen, stands there as numbers.
    expect(all.join('')).not.toMatch(/[^\P{C}]|[\p{Zl}\p{Zp}]/u);
  },
);

/** A worker of these functions that gives each workload back in two halves, and what it was given. */
async function echoing(port: number, names: readonly string[]) {
  const given: Packet[] = [];
  const socket = connect({ port, host: '127.0.0.1' });
  afterThisTest(() => void socket.destroy());
  await once(socket, 'connect');
  const send = (...packets: Packet[]) => socket.write(Buffer.concat(packets.map((packet) => encode(packet, 'REQ'))));
  const decoder = new Decoder();
  socket.on('data', (chunk: Buffer) => {
    for (const message of decoder.push(chunk).messages) {
      if (message.kind !== 'packet') continue;
      const { packet } = message;
      if (packet.name === 'NOOP') send({ name: 'GRAB_JOB_UNIQ' });
      if (packet.name === 'NO_JOB') send({ name: 'PRE_SLEEP' });
      if (packet.name !== 'JOB_ASSIGN_UNIQ') continue;
      given.push(packet);
      const { handle, workload } = packet;
      if (packet.function === 'fails') {
        send({ name: 'WORK_FAIL', handle }, { name: 'GRAB_JOB_UNIQ' });
        continue;
      }
      const half = Math.floor(workload.length / 2);
      send(
        { name: 'WORK_DATA', handle, data: workload.subarray(0, half) },
        { name: 'WORK_COMPLETE', handle, result: workload.subarray(half) },
        { name: 'GRAB_JOB_UNIQ' },
      );
    }
  });
  send(...names.map((name): Packet => ({ name: 'CAN_DO', function: name })), { name: 'PRE_SLEEP' });
  return given;
}

const job = (different: Partial<SnippetJob>): SnippetJob => ({
  ...{ function: 'echo', unique: 'u', workload: Buffer.from('x'), priority: 'normal', background: false },
  ...different,
});

describe.each(LANGUAGES)('submitted again by %s', (language) => {
  async function submitted(jobs: readonly SnippetJob[]) {
    const { port, events } = await runningServer();
    const given = await echoing(port, [...new Set(jobs.map((each) => each.function))]);
    const said: Finished[] = [];
    const snippets: Snippet[] = [];
    for (const [index, each] of jobs.entries()) {
      const folder = join(await temporaryFolder(), `it's $HOME "${index}`);
      await mkdir(folder);
      await copyFile(DROP_IN, join(folder, 'gearman.php'));
      const snippet = snippetOf({
        job: each,
        targets: [{ host: '127.0.0.1', port }],
        language,
        dropIn: join(folder, 'gearman.php'),
      });
      await writeFile(join(folder, snippet.file ?? 'submit.sh'), snippet.text);
      if (snippet.workloadFile !== null) await writeFile(join(folder, snippet.workloadFile), each.workload);
      snippets.push(snippet);
      said.push(await runFile(language, snippet.file ?? 'submit.sh', folder));
    }
    const jobsSeen = events.flatMap(({ kind, job: seen }) =>
      kind === 'submitted' ? [{ priority: seen.priority, background: seen.background }] : [],
    );
    return { said, given, jobsSeen, snippets };
  }

  test('hostile function, unique ID and workload arrive as they are, and the result comes back', async () => {
    const text = Buffer.from(HOSTILE.join('\n'), 'latin1');
    const jobs = NAMES.map((name, index) =>
      job({
        function: name,
        unique: name.slice(-60),
        workload: Buffer.concat([text, ...HOSTILE_BYTES.slice(-1 - index)]),
      }),
    );
    const { said, given, snippets } = await submitted(jobs);
    expect(
      given.map(
        (each) => each.name === 'JOB_ASSIGN_UNIQ' && [each.function, each.unique, each.workload.toString('hex')],
      ),
    ).toEqual(jobs.map((each) => [each.function, each.unique, each.workload.toString('hex')]));
    // What no command line can say is sent as a packet; of the answer nothing is read then.
    const answered = snippets.map(({ notes }) => !notes.includes('no-answer'));
    const results = said.map(({ stdout }, index) => (answered[index] ? stdout : ''));
    expect(results).toEqual(jobs.map(({ workload }, index) => (answered[index] ? workload.toString('latin1') : '')));
    expect(said.map(({ code, stderr }) => [code, stderr])).toEqual(jobs.map(() => [0, '']));
    expect(answered.includes(false)).toBe(language === 'shell');
  }, 120_000);

  test('in the background and with its priority; a long workload from a file; an empty one', async () => {
    const long = Buffer.from(Array.from({ length: 20_000 }, (_, at) => (at * 7) % 256));
    const jobs = [
      job({ background: true, priority: 'low' }),
      job({ priority: 'high', unique: '' }),
      job({ workload: long, background: true }),
      job({ workload: Buffer.alloc(0) }),
    ];
    const { said, given, jobsSeen, snippets } = await submitted(jobs);
    // PHP refuses one of them, which is said beforehand.
    const can = jobs.filter((_each, index) => !snippets[index]!.notes.includes('empty-workload'));
    expect(can).toHaveLength(language.startsWith('php') ? 3 : 4);
    expect(said.map(({ code, stderr }) => [code, stderr]).slice(0, can.length)).toEqual(can.map(() => [0, '']));
    expect(said.slice(can.length).map(({ stderr }) => stderr)).toEqual(
      jobs.slice(can.length).map(() => expect.stringContaining('invalid workload')),
    );
    expect(jobsSeen).toEqual(can.map(({ priority, background }) => ({ priority, background })));
    const workloads = given.flatMap((each) => (each.name === 'JOB_ASSIGN_UNIQ' ? [each.workload.toString('hex')] : []));
    expect(workloads).toEqual(can.map(({ workload }) => workload.toString('hex')));
    const ownUnique = given.map((each) => each.name === 'JOB_ASSIGN_UNIQ' && each.unique !== '' && each.unique !== 'u');
    expect(ownUnique).toEqual(can.map((_each, index) => snippets[index]!.notes.includes('own-unique')));
    if (language !== 'shell') expect(said[0]!.stdout).toMatch(/^(?:127\.0\.0\.1:\d+\/\/)?H:\S+\n$/);
    expect(said[1]!.stdout).toBe('x');
  }, 120_000);

  test('of several servers one that answers gets the job, of whatever name', async () => {
    const { port, events } = await runningServer();
    const names = NAMES.map((name) => name.replaceAll('\n', ' '));
    await echoing(port, names);
    const dead = [await freePort(), await freePort()];
    const targets = [...dead, port].map((each) => ({ host: '127.0.0.1', port: each }));
    for (const [index, name] of names.entries()) {
      const folder = await temporaryFolder();
      const one = job({ function: name, unique: '', workload: Buffer.from(`job ${index}`) });
      const { text, file, notes } = snippetOf({ job: one, targets, language, dropIn: DROP_IN });
      await writeFile(join(folder, file ?? 'submit.sh'), text);
      if (notes.includes('no-answer')) {
        expect(text).toContain(`# Only to 127.0.0.1:${dead[0]}: nc takes one server.\n`);
        continue;
      }
      const { code, stdout } = await runFile(language, file ?? 'submit.sh', folder);
      expect([code, stdout]).toEqual([0, `job ${index}`]);
    }
    const seen = events.flatMap(({ kind, job: { functionName } }) => (kind === 'submitted' ? [functionName] : []));
    expect(names.filter((name) => seen.includes(name))).toEqual(seen);
    expect(seen.length).toBeGreaterThan(language === 'shell' ? 0 : 2);
    const none = targets.slice(0, 2);
    const folder = await temporaryFolder();
    const { text, file } = snippetOf({ job: job({}), targets: none, language, dropIn: DROP_IN });
    await writeFile(join(folder, file ?? 'submit.sh'), text);
    const { code, stderr, stdout } = await runFile(language, file ?? 'submit.sh', folder);
    expect([code === 0, (stderr + stdout).length > 10]).toEqual([language === 'shell', true]);
  }, 120_000);

  test('a job that fails, and a server that is not there, end it with words and an exit code', async () => {
    const { said } = await submitted([job({ function: 'fails' })]);
    expect([said[0]!.code, said[0]!.stderr + said[0]!.stdout]).toEqual([
      expect.any(Number),
      expect.stringMatching(/fail/i),
    ]);
    expect(said[0]!.code).not.toBe(0);
    const folder = await temporaryFolder();
    const { text, file } = snippetOf({
      job: job({}),
      targets: [{ host: '127.0.0.1', port: 1 }],
      language,
      dropIn: DROP_IN,
    });
    await writeFile(join(folder, file ?? 'submit.sh'), text);
    const { code, stderr, stdout } = await runFile(language, file ?? 'submit.sh', folder);
    // The stock tool says it, and ends with 0.
    expect([code === 0, (stderr + stdout).length > 10]).toEqual([language === 'shell', true]);
  }, 60_000);
});
