import { type Job, submissionOf } from '../../client/submit.ts';
import type { Snippet, SnippetLanguage, SnippetNote } from '../../contract/snippets.ts';
import { addressOf } from '../../net/dial.ts';
import { encode } from '../../protocol/codec.ts';
import { asciiHost } from '../../util/gearman-address.ts';
import { printing, quoted } from '../../util/shell-quote.ts';
import { submitLine } from '../twin.ts';
import type { Places } from './first-server.ts';
import { LITERALS } from './literals.ts';
import { perlScript, phpScript } from './with-packages.ts';
import { goProgram, javaProgram, nodeScript, pythonScript, rubyScript } from './with-sockets.ts';

export type SnippetJob = Pick<Job, 'function' | 'unique' | 'workload' | 'priority' | 'background'>;

export interface Place {
  host: string;
  port: number;
}

export interface SnippetParts {
  job: SnippetJob;
  /** Where to; several where the job goes to the first of these that answers. */
  targets: readonly Place[];
  language: SnippetLanguage;
  /** The PHP file that takes the place of the extension. */
  dropIn: string;
}

/** What a snippet is made of, each as it stands in its language. */
export interface Expressions {
  job: SnippetJob;
  places: Places;
  /** All of them in one string with commas between; PHP's alone. */
  list: string;
  name: string;
  unique: string;
  workload: string;
}

/** Bytes of a workload that stand in a snippet; a longer one is read from a file beside it. */
export const INLINE = 16 * 1024;
const WORKLOAD_FILE = 'workload.bin';

const FILES: Record<Exclude<SnippetLanguage, 'shell'>, { file: string; run: string }> = {
  php: { file: 'submit.php', run: 'php submit.php' },
  'php-drop-in': { file: 'submit.php', run: 'php submit.php' },
  python: { file: 'submit.py', run: 'python3 submit.py' },
  node: { file: 'submit.mjs', run: 'node submit.mjs' },
  perl: { file: 'submit.pl', run: 'perl submit.pl' },
  ruby: { file: 'submit.rb', run: 'ruby submit.rb' },
  go: { file: 'submit.go', run: 'go run submit.go' },
  java: { file: 'Submit.java', run: 'java Submit.java' },
};

/** How a file is read in each language, where the workload is one. */
const READ: Record<Exclude<SnippetLanguage, 'shell'>, string> = {
  php: `file_get_contents(__DIR__ . '/${WORKLOAD_FILE}')`,
  'php-drop-in': `file_get_contents(__DIR__ . '/${WORKLOAD_FILE}')`,
  python: `open('${WORKLOAD_FILE}', 'rb').read()`,
  node: `readFileSync('${WORKLOAD_FILE}')`,
  perl: `do { local (@ARGV, $/) = '${WORKLOAD_FILE}'; <> }`,
  ruby: `File.binread("${WORKLOAD_FILE}")`,
  go: `read("${WORKLOAD_FILE}")`,
  java: `Files.readAllBytes(Path.of("${WORKLOAD_FILE}"))`,
};

/** A job as a script of a language submits it, byte for byte. */
export function snippetOf({ job, targets: asked, language, dropIn }: SnippetParts): Snippet {
  const servers = asked.map(addressOf);
  const targets = asked.map(({ host, port }) => ({ host: asciiHost(host), port }));
  const workloadFile = job.workload.length > INLINE ? WORKLOAD_FILE : null;
  if (language === 'shell') {
    const { line, by } = shellLine(job, targets, workloadFile);
    const notes: SnippetNote[] = by === 'bytes' ? ['no-answer'] : job.unique === '' ? ['own-unique'] : [];
    return { text: `${leftOut(targets, by)}${line}\n`, servers, file: null, run: null, workloadFile, notes };
  }
  const literal = LITERALS[language];
  const wire = (name: string) => literal(Buffer.from(name, 'latin1'));
  // Addresses and names of hosts have no character that a language reads otherwise.
  const hostIn = (host: string) =>
    language.startsWith('php') ? literal(Buffer.from(host)) : `"${host.replace(/[^\w.:%-]/g, '')}"`;
  const placeIn = ({ host, port }: Place): Place => ({ host: hostIn(host), port });
  const [first = { host: '127.0.0.1', port: 4730 }, ...others] = targets;
  const expressions: Expressions = {
    job,
    places: [placeIn(first), ...others.map(placeIn)],
    list: language.startsWith('php') ? literal(Buffer.from(targets.map(addressOf).join(','))) : '',
    name: wire(job.function),
    unique: wire(job.unique),
    workload: workloadFile === null ? literal(job.workload) : READ[language],
  };
  return {
    text: scriptIn(language, expressions, dropIn),
    servers,
    ...FILES[language],
    workloadFile,
    notes: notesOf(job, language),
  };
}

/** libgearman, and what does as it does, refuses an empty workload and makes a unique ID up. */
function notesOf(job: SnippetJob, language: SnippetLanguage): SnippetNote[] {
  if (language !== 'php' && language !== 'php-drop-in') return [];
  return [
    ...(job.workload.length === 0 ? (['empty-workload'] as const) : []),
    ...(job.unique === '' ? (['own-unique'] as const) : []),
  ];
}

function scriptIn(language: Exclude<SnippetLanguage, 'shell'>, expressions: Expressions, dropIn: string): string {
  switch (language) {
    case 'php':
      return phpScript(expressions, null);
    case 'php-drop-in':
      return phpScript(expressions, LITERALS.php(Buffer.from(dropIn)));
    case 'perl':
      return perlScript(expressions);
    case 'python':
      return pythonScript(expressions);
    case 'node':
      return nodeScript(expressions);
    case 'ruby':
      return rubyScript(expressions);
    case 'go':
      return goProgram(expressions);
    case 'java':
      return javaProgram(expressions);
  }
}

/** A comment about servers that the line is without. */
function leftOut(targets: readonly Place[], by: 'gearman' | 'bytes'): string {
  if (targets.length < 2) return '';
  const [first] = targets;
  if (by === 'bytes') return first === undefined ? '' : `# Only to ${addressOf(first)}: nc takes one server.\n`;
  const without = targets.filter(({ host }) => host.includes(':')).map(addressOf);
  // Where all are such, the first is its option.
  const out = without.length === targets.length ? without.slice(1) : without;
  return out.length === 0 ? '' : `# Without ${out.join(', ')}: a list for gearman cannot have IPv6 addresses.\n`;
}

/** The stock tool; where a name is no text, which no command line can have, the bytes of the packet. */
function shellLine(
  job: SnippetJob,
  targets: SnippetParts['targets'],
  workloadFile: string | null,
): { line: string; by: 'gearman' | 'bytes' } {
  const workload = workloadFile === null ? { bytes: job.workload } : { path: workloadFile };
  const twin = submitLine({ job, workload, packet: null, targets });
  if (twin !== null) return twin;
  const { host, port } = targets[0] ?? { host: '127.0.0.1', port: 4730 };
  const packet = encode(submissionOf(job), 'REQ');
  const head = packet.subarray(0, packet.length - job.workload.length);
  const body = workloadFile === null ? printing(job.workload) : `cat ${quoted(workloadFile)}`;
  return { line: `{ ${printing(head)}; ${body}; } | nc -w 2 ${quoted(host)} ${port}`, by: 'bytes' };
}
