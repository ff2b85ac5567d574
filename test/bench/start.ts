import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { encode } from '../../main/protocol/codec.ts';
import { freePort, sandboxFlags, writeSettings } from '../e2e/app.ts';
import { percentile, targetLine } from './target-line.ts';

/*
 * npm run bench -- --start: how long the program takes from being started until its job server answers, its window is drawn and the
 * light in it is green, and what memory it has when nothing happens. The program is the built one, on a profile of its own; beside
 * it, in turn, an Electron that draws a window with a word in it, and nothing else. `--seconds` starts each once.
 */

const { values } = parseArgs({ options: { start: { type: 'boolean' }, seconds: { type: 'boolean' } } });
const RUNS = values.seconds ? 1 : 9;
/** Until its memory is looked at, ms after the light. */
const RESTS = values.seconds ? 1000 : 10_000;
/** Between two looks, ms. */
const LOOK_EVERY = 5;
const PATIENCE = 60_000;

const root = resolve(import.meta.dirname, '..', '..');
const folder = await mkdtemp(join(tmpdir(), 'gearbench-start-'));
const { ELECTRON_RUN_AS_NODE: _node, ...environment } = process.env;

/** Times since the start, ms. */
interface Start {
  drawn: number;
  answers: number;
  light: number;
  memory: number;
}

try {
  const bare = await bareProgram();
  const ours: Start[] = [];
  const bares: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    bares.push(await startOf(bare, {}, async ({ page, at }) => (await drawnAt(page)) - at));
    ours.push(await ourStart(run));
  }
  const median = (figures: readonly number[]) => `${percentile(figures, 50).toFixed(0)} ms`;
  const worst = (figures: readonly number[]) => `at most ${Math.max(...figures).toFixed(0)}`;
  const line = (what: string, figures: readonly number[], target: string) =>
    targetLine(what, `${median(figures)}, ${worst(figures)}`, target);
  line('an Electron with a word in a window', bares, '');
  line(
    'window drawn',
    ours.map(({ drawn }) => drawn),
    'under 1200 ms',
  );
  line(
    'job server answers',
    ours.map(({ answers }) => answers),
    '',
  );
  line(
    'light is green',
    ours.map(({ light }) => light),
    'under 1500 ms',
  );
  targetLine(
    'memory when nothing happens',
    `${percentile(
      ours.map(({ memory }) => memory),
      50,
    ).toFixed(0)} MiB`,
    '',
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit();

async function ourStart(run: number): Promise<Start> {
  const data = join(folder, `data-${run}`);
  const port = await freePort();
  await mkdir(data);
  await writeSettings(data, { port });
  return startOf(root, { GEARBENCH_DATA: data }, async ({ page, at, child }) => {
    const [answers, light] = await Promise.all([answersAt(port), lightAt(page)]);
    const drawn = await drawnAt(page);
    await new Promise((rested) => setTimeout(rested, RESTS));
    return { drawn: drawn - at, answers: answers - at, light: light - at, memory: await memoryOf(child.pid ?? 0) };
  });
}

interface Started {
  child: ChildProcess;
  page: Page;
  /** When it was started, ms since the epoch. */
  at: number;
}

/** Starts a program of Electron's, waits for its page, and ends it when `look` has seen it. */
async function startOf<T>(
  program: string,
  more: NodeJS.ProcessEnv,
  look: (started: Started) => Promise<T>,
): Promise<T> {
  const inspected = await freePort();
  const at = Date.now();
  const args = [...sandboxFlags(), '--disable-gpu', `--remote-debugging-port=${inspected}`, program];
  const child = spawn(process.execPath, args, { env: { ...environment, ...more }, stdio: 'ignore' });
  const ended = once(child, 'exit'); // a signal may have ended it before it is waited for
  try {
    return await look({ child, page: await pageAt(inspected), at });
  } finally {
    child.kill();
    await ended;
  }
}

/** A program that opens a window with a word in it. */
async function bareProgram(): Promise<string> {
  const bare = join(folder, 'bare');
  await mkdir(bare);
  await writeFile(join(bare, 'package.json'), '{"name":"bare","main":"main.cjs"}');
  await writeFile(join(bare, 'page.html'), '<!doctype html><title>bare</title><h1>Word</h1>');
  await writeFile(
    join(bare, 'main.cjs'),
    "const { app, BrowserWindow } = require('electron');\napp.whenReady().then(() => new BrowserWindow().loadFile('page.html'));\n",
  );
  return bare;
}

/** A page, to be asked what it is like. */
interface Page {
  ask(expression: string): Promise<unknown>;
}

async function pageAt(port: number): Promise<Page> {
  const url = await until(async () => {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
      type: string;
      webSocketDebuggerUrl: string;
    }[];
    return targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl;
  });
  const socket = new WebSocket(url);
  await new Promise((opened) => socket.addEventListener('open', opened));
  let asked = 0;
  return {
    ask: (expression) =>
      new Promise((answered) => {
        const id = ++asked;
        const hear = ({ data }: MessageEvent) => {
          const message = JSON.parse(String(data)) as { id: number; result?: { result: { value?: unknown } } };
          if (message.id !== id) return;
          socket.removeEventListener('message', hear);
          answered(message.result?.result.value);
        };
        socket.addEventListener('message', hear);
        socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression } }));
      }),
  };
}

/** When the page had drawn something, ms since the epoch. */
function drawnAt(page: Page): Promise<number> {
  return until(
    async () =>
      (await page.ask(
        "performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime",
      )) as number | undefined,
  );
}

/** When the light of the status bar was seen green, ms since the epoch. */
function lightAt(page: Page): Promise<number> {
  return until(async () =>
    (await page.ask("document.querySelector('.statusbar .state--ok') !== null")) === true ? Date.now() : undefined,
  );
}

/** When the job server had answered an echo, ms since the epoch. */
function answersAt(port: number): Promise<number> {
  return until(
    () =>
      new Promise((answered) => {
        const socket = connect(port, '127.0.0.1', () =>
          socket.write(encode({ name: 'ECHO_REQ', data: Buffer.from('?') }, 'REQ')),
        );
        socket.once('data', () => {
          answered(Date.now());
          socket.destroy();
        });
        socket.once('error', () => answered(undefined));
      }),
  );
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const seen = await look().catch(() => undefined);
    if (seen !== undefined) return seen;
    if (Date.now() > end) throw new Error(`Nothing was seen within ${PATIENCE / 1000} s.`);
    await new Promise((rested) => setTimeout(rested, LOOK_EVERY));
  }
}

/** What a process and all that it has started take of the memory, MiB; what they share counts once. */
async function memoryOf(pid: number): Promise<number> {
  if (process.platform !== 'linux') return Number.NaN;
  const parents = new Map<number, number>();
  for (const each of await readdir('/proc'))
    if (/^\d+$/.test(each)) {
      const stat = await readFile(`/proc/${each}/stat`, 'utf8').catch(() => '');
      parents.set(Number(each), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    }
  const belongs = (each: number | undefined): boolean =>
    each === pid || (each !== undefined && each > 1 && belongs(parents.get(each)));
  let sum = 0;
  for (const each of parents.keys())
    if (belongs(each)) {
      const rollup = await readFile(`/proc/${each}/smaps_rollup`, 'utf8').catch(() => '');
      sum += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
    }
  return sum;
}
