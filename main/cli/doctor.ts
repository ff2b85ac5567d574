import { join, resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { ScanStage } from '../contract/doctor.ts';
import { AppError } from '../contract/errors.ts';
import { serverIn } from '../contract/server-list.ts';
import { recognise } from '../doctor/classify.ts';
import { type Diagnosis, examine, severityOf } from '../doctor/doctor.ts';
import type { PageQuestion } from '../doctor/look/page.ts';
import { realMachine } from '../doctor/real-machine.ts';
import { explanationOf, reportOf, sentenceOf } from '../doctor/report.ts';
import { RESOURCES } from '../util/app-root.ts';
import { dataFolder } from '../util/data-folder.ts';
import { readText } from '../util/json-file.ts';
import { loginShellOf } from '../util/login-shell.ts';
import { redacted } from '../util/redacted.ts';
import { loginPath } from '../workers/login-path.ts';
import { terminalLog } from './terminal.ts';

export const HELP = `Usage: gearbench doctor [options]

Looks at the PHPs of this computer and says what is wrong with their gearman extension, and
what mends it. It changes nothing.

Options
  --php PATH     The PHP that is meant, instead of the one that terminals run
  --server ADDR  The job server that PHP is to find (127.0.0.1:4730)
  --online       Ask pecl.php.net too; nothing else goes online
  --docroot DIR  With --url: put a page into this folder of a web server, ask for it, and
                 take it away, to see what the web server's PHP has
  --url URL      What the folder is in the web, as http://localhost:8080/
  --root DIR     Look at the system below the folder, as a mounted disk. Its programs are
                 run by root on Linux only
  --prove        Let PHP do real jobs, through the extension and through Gearbench's PHP
                 client, at a server of its own on a free port of this computer
  --error FILE   Say what an error means: the log of a build, or PHP's warnings, in a file or,
                 with -, on standard input. Nothing is looked at or run
  --json         Print all that was found, for programs
  --report       Print what can be given to others: without your home folder's name

The exit code is 0 where all is well, 1 where there are warnings, 2 where something fails.
`;

/** What takes the place of the extension. */
const CLIENT = join(RESOURCES, 'php', 'gearman.php');

const PROGRESS: Readonly<Record<ScanStage, string>> = {
  phps: 'looking for PHPs',
  system: 'looking at the system and its tools',
  extension: 'looking for the extension',
  web: 'looking at web servers',
  server: 'looking for a job server',
  proof: 'doing a real job in PHP',
};

/** `gearbench doctor`. Resolves with the exit code. */
export async function doctor(args: string[]): Promise<number> {
  const log = terminalLog('gearbench');
  let values: {
    php?: string;
    server?: string;
    root?: string;
    json?: boolean;
    report?: boolean;
    prove?: boolean;
    error?: string;
    online?: boolean;
    docroot?: string;
    url?: string;
    help?: boolean;
  };
  try {
    ({ values } = parseArgs({
      args,
      options: {
        php: { type: 'string' },
        server: { type: 'string' },
        root: { type: 'string' },
        json: { type: 'boolean' },
        report: { type: 'boolean' },
        prove: { type: 'boolean' },
        error: { type: 'string' },
        online: { type: 'boolean' },
        docroot: { type: 'string' },
        url: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    log.error((error as Error).message);
    return 64;
  }
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (values.error !== undefined) return explain(values.error, values.json ?? false);
  const address = serverIn(values.server ?? '127.0.0.1');
  if (address === null) {
    log.error(`“${values.server}” is no address. It is HOST:PORT, as 127.0.0.1:4730.`);
    return 64;
  }
  const machine = realMachine({
    environment: process.env,
    terminalPath: ownTerminalPath,
    ...(values.root !== undefined && { root: values.root }),
  });
  if (values.php !== undefined && (await machine.about(values.php))?.kind !== 'file') {
    log.error(`${values.php} is not there.`);
    return 64;
  }
  if (values.prove && values.root !== undefined) {
    log.error('--prove is for this computer, and --root for another one.');
    return 64;
  }
  const page = pageIn(values);
  if (page === 'wrong') {
    log.error('--docroot DIR and --url URL belong together, and the URL begins with http:// or https://.');
    return 64;
  }
  const shown = process.stderr.isTTY;
  const onProgress = (what: ScanStage) => {
    if (shown) process.stderr.write(`\r\x1b[K${PROGRESS[what]}…`);
  };
  let diagnosis = await examine(
    machine,
    {
      address,
      folder: process.cwd(),
      online: values.online ?? false,
      ...(page !== null && { page }),
      ...(values.php !== undefined && { php: values.php }),
      onProgress,
    },
    { folder: join(dataFolder(), 'php'), client: CLIENT },
  );
  if (values.prove) {
    onProgress('proof');
    const { proveHere } = await import('./doctor-proof.ts');
    diagnosis = await proveHere(diagnosis, machine, CLIENT);
  }
  if (shown) process.stderr.write('\r\x1b[K');
  process.stdout.write(outputOf(diagnosis, values));
  return severityOf(diagnosis.findings);
}

/** Resolves with 0 where something is known of the text, else with 1. */
async function explain(file: string, json: boolean): Promise<number> {
  let text: string;
  try {
    text = file === '-' ? await textOf(process.stdin) : await readText(file);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    terminalLog('gearbench').error(error.message);
    return 64;
  }
  const recognised = recognise(text);
  process.stdout.write(json ? `${JSON.stringify(recognised, null, 2)}\n` : explanationOf(recognised));
  return recognised.length === 0 ? 1 : 0;
}

function outputOf(diagnosis: Diagnosis, { json, report }: { json?: boolean; report?: boolean }): string {
  const { seen, findings, plans } = diagnosis;
  if (json) {
    const phps = seen.inventory.phps.map(({ probe, ...php }) => ({
      ...php,
      gearman: probe.state === 'told' ? probe.told.gearman : null,
    }));
    const all = { summary: sentenceOf(diagnosis), php: seen.php?.path ?? null, phps, findings, plans };
    return `${JSON.stringify(all, null, 2)}\n`;
  }
  const text = reportOf(diagnosis);
  return report ? redacted(text, seen.home) : text;
}

/** What a terminal started has its PATH; else the person's shell is asked for it. */
async function ownTerminalPath(): Promise<string | null> {
  const shell = loginShellOf(process.env, process.platform);
  if (shell === undefined) return process.env['PATH'] ?? null;
  const signal = new AbortController().signal;
  return (await loginPath({ shell, environment: process.env, signal })) ?? null;
}

/** A folder of a web server with its address; null where none is named. */
function pageIn({ docroot, url }: { docroot?: string; url?: string }): PageQuestion | null | 'wrong' {
  if (docroot === undefined && url === undefined) return null;
  if (docroot === undefined || url === undefined || !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return 'wrong';
  return { folder: resolve(docroot), url };
}
