import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isAlive, killIfAlive } from '../support/alive.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { peerOf } from '../support/peer.ts';
import { needs } from '../support/peers.ts';
import { background, type Finished, run, until } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ask, ourWorkers, queue, registered } from './servers.ts';
import { sh } from './stock.ts';
import { client, done, nothing, start, TOOLS, type Tool, worker } from './tools.ts';

/*
 * Every option of gearman, and what it does in the stock tool and in ours: the same, or the last two columns of its row. What
 * becomes of a command's exit code and output is in our-gearman.test.ts, TLS in tls.test.ts.
 */

type Row = [option: string, what: string, does: (tool: Tool) => Promise<unknown>, stock: unknown, ours?: unknown];

/** Whose help goes to standard error, and ours to standard output. */
const helpOf = (tool: Tool) => client(tool, 1, ['-H']);

/** A file that a command of a test waits for. */
async function gate() {
  const file = join(await temporaryFolder(), 'go');
  return { wait: `until [ -e ${file} ]; do sleep 0.02; done`, open: () => writeFile(file, '') };
}

const pidFileIn = async () => join(await temporaryFolder(), 'pid');
const contentOf = (file: string) =>
  until(file, async () => existsSync(file) && ((await readFile(file, 'utf8')) || false));

describe.skipIf(!needs('gearman'))('an option of gearman', () => {
  const server = ourWorkers({ dot: 'cat; echo .', rev: ['rev'], size: ['wc', '-c'] });
  const asked = (tool: Tool, args: string[], input?: string): Promise<Finished> =>
    client(tool, server.port, args, input);
  const says = (args: string[], input?: string) => (tool: Tool) => asked(tool, args, input);

  /** A worker in the hands of the test, which gives the workload of the next job, and ends it when it is told to. */
  async function byHand(name: string) {
    const { send, hears } = await peerOf(server);
    send({ name: 'CAN_DO', function: name });
    await registered(server.port, name);
    return async () => {
      await until('a job', async () => (await queue(server.port, name)).total > 0);
      send({ name: 'GRAB_JOB_UNIQ' });
      const [, handle = '', , unique = '', ...workload] = (await hears())[0]?.split(' ') ?? [];
      const end = () => send({ name: 'WORK_COMPLETE', handle, result: Buffer.from(`${workload.join(' ')}.`) });
      return { unique, workload: workload.join(' '), end };
    };
  }

  /** A client that runs while the test does something. */
  function running(tool: Tool, args: string[]) {
    const [program, ...first] = TOOLS[tool];
    const { child, says } = background(program, [...first, '-p', String(server.port), ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    afterThisTest(() => killIfAlive(child.pid as number));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { child, says, ended };
  }

  /** Where the job waits: how many of high, normal and low priority, and how many workers there are. */
  async function byPriority(tool: Tool, options: string[]) {
    const name = `priority${options.join('')}-${tool}`;
    await asked(tool, ['-b', ...options, '-f', name, 'x']);
    return new RegExp(`^${name}\t(.*)$`, 'm').exec(await ask(server.port, 'prioritystatus'))?.[1];
  }

  const asClient: Row[] = [
    [
      '-f',
      'more than one, in whatever order they answer',
      async (tool) => [...(await asked(tool, ['-f', 'dot', '-f', 'size', 'x'])).stdout].toSorted().join(''),
      '\n\n.1x',
    ],
    ['-h', 'the server', says(['-h', '127.0.0.1', '-f', 'dot', 'x']), done('x.\n')],
    [
      '-H',
      'help',
      async (tool) => {
        const { code, stdout, stderr } = await helpOf(tool);
        return [code, stdout.includes('-f'), stderr.includes('-f')];
      },
      [0, false, true],
      [0, true, false],
    ],
    [
      '-v',
      'the handle is told',
      async (tool) => (await asked(tool, ['-v', '-b', '-f', 'dot', 'x'])).stdout.replace(/H:\S+:\d+/, 'H'),
      'Task created: H\n',
    ],
    [
      '-p',
      'its port; nobody there',
      async (tool) => (await run(TOOLS[tool][0], [...TOOLS[tool].slice(1), '-p', '1', '-f', 'dot', 'x'])).code,
      0,
      69,
    ],
    [
      '-t',
      'an end of the wait',
      says(['-t', '150', '-f', 'nobody', 'x', 'y']),
      nothing,
      { code: 75, stdout: '', stderr: expect.stringMatching(/^gearman: nothing came from \S+ within 150 ms\. .+\n$/) },
    ],
    [
      '-i',
      'its process number, while it runs',
      async (tool) => {
        const [next, pidFile] = [await byHand(`pid-${tool}`), await pidFileIn()];
        const { child, ended } = running(tool, ['-i', pidFile, '-f', `pid-${tool}`, 'x']);
        const { end } = await next();
        const isIts = Number(await contentOf(pidFile)) === child.pid;
        end();
        return [isIts, await ended, existsSync(pidFile)];
      },
      [true, 0, false],
    ],
    ['-b', 'no wait for the result', says(['-b', '-f', 'nobody', 'x']), done('')],
    ['-I', 'high priority', (tool) => byPriority(tool, ['-I']), '1\t0\t0\t0'],
    ['-L', 'low priority; the last of both counts', (tool) => byPriority(tool, ['-I', '-L']), '0\t0\t1\t0'],
    [
      '-n',
      'each line when it comes, and none before the one before is done',
      async (tool) => {
        const next = await byHand(`lines-${tool}`);
        const { child, says, ended } = running(tool, ['-n', '-f', `lines-${tool}`]);
        child.stdin?.write('one\ntwo\nthr');
        const one = await next();
        const { total } = await queue(server.port, `lines-${tool}`);
        one.end();
        await says('one\n.');
        const two = await next();
        two.end();
        await says('two\n.');
        child.stdin?.end('ee\n');
        const three = await next();
        three.end();
        return [total, one.workload, two.workload, three.workload, await ended];
      },
      [1, 'one\n', 'two\n', 'three\n', 0],
    ],
    ['-N', 'the same without line ends', says(['-N', '-f', 'dot'], 'a\nbc\n'), done('a.\nbc.\n')],
    ['-P', 'the function in front', says(['-P', '-f', 'dot', 'a', 'b']), done('dot: a.\ndot: b.\n')],
    ['-s', 'an empty workload', says(['-s', '-f', 'size'], 'not read'), done('0\n')],
    [
      '-u',
      'a unique ID, or one of its own',
      async (tool) => {
        const next = await byHand(`unique-${tool}`);
        for (const unique of [['-u', 'given'], []]) await asked(tool, ['-b', '-f', `unique-${tool}`, ...unique, 'x']);
        return [(await next()).unique, (await next()).unique];
      },
      ['given', expect.stringMatching(/^[0-9a-f-]{36}$/)],
    ],
  ];

  test.each(asClient)('%s, of the client: %s', async (_option, _what, does, stock, ours = stock) => {
    expect([await does('stock'), await does('ours')]).toEqual([stock, ours]);
  });

  const asWorker: Row[] = [
    [
      '-w',
      'does jobs',
      async (tool) => {
        await worker(tool, server.port, `does-${tool}`, ['--', 'rev']);
        return asked('stock', ['-f', `does-${tool}`, 'abc']);
      },
      done('cba'),
    ],
    [
      '-w',
      'one job at a time, however long it takes',
      async (tool) => {
        const [name, { wait, open }] = [`one-${tool}`, await gate()];
        await worker(tool, server.port, name, ['-t', '50', '--', ...sh(`${wait}; cat`)]);
        const jobs = ['a', 'b'].map((each) => asked('stock', ['-f', name, each]));
        const both = await until('both', async () => {
          const { total, running } = await queue(server.port, name);
          return total === 2 && running > 0 && { total, running };
        });
        await open();
        return [both, await Promise.all(jobs)];
      },
      [{ total: 2, running: 1 }, [done('a'), done('b')]],
    ],
    [
      '-f',
      'more than one, one command',
      async (tool) => {
        await worker(tool, server.port, `this-${tool}`, ['-f', `that-${tool}`, '--', 'cat']);
        return asked('stock', ['-f', `this-${tool}`, '-f', `that-${tool}`, 'x']);
      },
      done('xx'),
    ],
    [
      '-h',
      'the server',
      async (tool) => {
        await worker(tool, server.port, `host-${tool}`, ['-h', '127.0.0.1', '--', 'cat']);
        return asked('stock', ['-f', `host-${tool}`, 'x']);
      },
      done('x'),
    ],
    [
      '-v',
      'tells nothing more',
      async (tool) => {
        const { said, ended } = await worker(tool, server.port, `v-${tool}`, ['-v', '-c', '1', '--', 'cat']);
        return [await asked('stock', ['-f', `v-${tool}`, 'x']), await ended, said()];
      },
      [done('x'), 0, ''],
    ],
    [
      '-t',
      'it says over and over that it waits',
      async (tool) => {
        const { says, said } = await worker(tool, server.port, `t-${tool}`, ['-t', '50', '--', 'cat']);
        if (tool === 'stock') await says('GEARMAN_TIMEOUT');
        return [await asked('stock', ['-f', `t-${tool}`, 'x']), said()];
      },
      [done('x'), expect.stringContaining('GEARMAN_TIMEOUT')],
      [done('x'), ''],
    ],
    [
      '-t',
      'with -c it ends when no job comes',
      (tool) => start(tool, server.port, ['-f', `idle-${tool}`, '-c', '1', '-t', '100', '--', 'cat']).ended,
      0,
      75,
    ],
    [
      '-i',
      'its process number, while it runs',
      async (tool) => {
        const [name, pidFile] = [`file-${tool}`, await pidFileIn()];
        const { child, ended } = await worker(tool, server.port, name, ['-i', pidFile, '-c', '1', '--', 'cat']);
        const isIts = Number(await contentOf(pidFile)) === child.pid;
        return [isIts, await asked('stock', ['-f', name, 'x']), await ended, existsSync(pidFile)];
      },
      [true, done('x'), 0, false],
    ],
    [
      '-c',
      'it leaves after so many jobs, and the next one waits',
      async (tool) => {
        const name = `count-${tool}`;
        const { ended } = await worker(tool, server.port, name, ['-c', '2', '--', 'cat']);
        const two = await asked('stock', ['-f', name, 'a', 'b']);
        const code = await ended;
        await asked('stock', ['-b', '-f', name, 'c']);
        return [two, code, await queue(server.port, name)];
      },
      [done('ab'), 0, { total: 1, running: 0, workers: 0 }],
    ],
    ...(['-n', '-N'] as const).map(
      (option): Row => [
        option,
        'the lines of its command as they come, each once',
        async (tool) => {
          const [name, { wait, open }] = [`lines${option}-${tool}`, await gate()];
          await worker(tool, server.port, name, [option, '--', ...sh(`echo one; ${wait}; echo two`)]);
          const { child, says, ended } = running(tool, ['-s', '-f', name]);
          let output = '';
          child.stdout?.setEncoding('utf8').on('data', (text: string) => {
            output += text;
          });
          await says('one');
          const before = output;
          await open();
          return [before, await ended, output];
        },
        option === '-n' ? ['one\n', 0, 'one\none\ntwo\n'] : ['one', 0, 'oneone\ntwo'],
        option === '-n' ? ['one\n', 0, 'one\ntwo\n'] : ['one', 0, 'onetwo'],
      ],
    ),
    [
      '-w',
      'asked to end, it ends its command too',
      async (tool) => {
        const [name, pidFile] = [`ends-${tool}`, await pidFileIn()];
        const { child, ended } = await worker(tool, server.port, name, [
          '--',
          ...sh(`echo $$ > ${pidFile}; exec sleep 60`),
        ]);
        await asked('stock', ['-b', '-f', name, 'x']);
        const command = Number(await contentOf(pidFile));
        afterThisTest(() => killIfAlive(command));
        child.kill('SIGTERM');
        return [await ended, isAlive(command)];
      },
      [null, true],
      [0, false],
    ],
  ];

  test.each(asWorker)('%s, of the worker: %s', async (_option, _what, does, stock, ours = stock) => {
    expect([await does('stock'), await does('ours')]).toEqual([stock, ours]);
  });

  test('has a row for each that gearman tells', async () => {
    const all = new Set((await helpOf('stock')).stderr.match(/(?<=^\t)-\w/gm));
    const rows = [...asClient, ...asWorker].map(([option]) => option);
    expect(all.size).toBeGreaterThan(15);
    expect(new Set([...rows, '-S'])).toEqual(all);
  });
});
