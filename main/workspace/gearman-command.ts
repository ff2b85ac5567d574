import { AppError } from '../contract/errors.ts';
import { FunctionDefinition } from '../contract/functions.ts';
import { stockServers } from '../util/gearman-address.ts';
import { quoted } from '../util/shell-quote.ts';
import { shellWords } from './shell-words.ts';

/** Options of gearman 1.1.20 that take a value, and those that do not. */
const WITH_VALUE = 'fhptciu';
const FLAGS = 'wvbILnNPsSH';

/** The variable that names servers beside the one of the options. */
const SERVERS = 'GEARMAN_SERVERS';

/** A shell's prompt, as it is copied with a line. */
const PROMPT = /^\s*[$%#>]\s+/;

/**
 * The function that a command of the stock tool works on, as `gearman -w -f wc -- wc -l`. Options of where and how long are
 * passed over: its workers register with the servers of the workspace, and go on. Throws an AppError where it is none.
 */
export function definitionOf(text: string): FunctionDefinition {
  const secrets: string[] = [];
  const visible = withoutSecrets(text.replace(PROMPT, ''), (name) => secrets.push(name));
  const words = shellWords(visible.trim());
  const environment: Record<string, string> = {};
  while (/^[A-Za-z_]\w*=/.test(words[0] ?? '')) {
    const [name = '', ...value] = (words.shift() as string).split('=');
    environment[name] = value.join('=');
  }
  delete environment[SERVERS];
  if (words[0] === 'gearbench' || words[0]?.endsWith('/gearbench')) words.shift();
  const program = words.shift() ?? '';
  if (program !== 'gearman' && !program.endsWith('/gearman')) throw refused('command-not-gearman', program);
  const { names, flags, command } = readOptions(words);
  if (!flags.has('w')) throw refused('command-no-worker', '-w');
  if (names.length !== 1) throw refused('command-functions', String(names.length));
  if (command.length === 0) throw refused('command-empty', names[0] as string);
  const definition = FunctionDefinition.safeParse({
    name: names[0],
    command: { kind: 'argv', argv: command },
    environment,
    secrets,
    ...((flags.has('n') || flags.has('N')) && { output: 'lines' }),
  });
  if (!definition.success) throw refused('command-functions', names[0] as string);
  return definition.data;
}

/** The command of the stock tool that does the same at these servers, but for what it cannot; ready for a POSIX shell. */
export function twinOf(definition: FunctionDefinition, targets: readonly { host: string; port: number }[]): string {
  const { name, command, environment, secrets, output } = definition;
  const { options, others } = stockServers(targets);
  const variables = [
    ...secrets.map((variable) => `${variable}="$${variable}"`), // the terminal's own; its value is not ours to show
    ...Object.entries(environment).map(([variable, value]) => `${variable}=${quoted(value)}`),
    ...(others === '' ? [] : [`${SERVERS}=${quoted(others)}`]),
  ];
  const argv = command.kind === 'argv' ? command.argv : ['sh', '-c', command.line];
  const words = ['gearman', '-w', ...options, ...(output === 'lines' ? ['-n'] : []), '-f', name, '--', ...argv];
  return [...variables, ...words.map(quoted)].join(' ');
}

/** A variable that is handed on as the shell has it, as `twinOf` writes secrets. */
const HANDED_ON = /^\s*([A-Za-z_]\w*)=(?:\$\1|"\$\1")(?=\s)/;

/** The line without such variables in front of it, of which `each` is told. */
function withoutSecrets(line: string, each: (name: string) => void): string {
  const found = HANDED_ON.exec(line);
  if (found === null) return line;
  each(found[1] as string);
  return withoutSecrets(line.slice(found[0].length), each);
}

function readOptions(words: readonly string[]) {
  const names: string[] = [];
  const flags = new Set<string>();
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] as string;
    if (word === '--') {
      at += 1;
      break;
    }
    if (!word.startsWith('-') || word === '-') break;
    for (let index = 1; index < word.length; index += 1) {
      const option = word[index] as string;
      if (FLAGS.includes(option)) {
        flags.add(option);
        continue;
      }
      if (!WITH_VALUE.includes(option)) throw refused('command-option', `-${option}`);
      const value = word.slice(index + 1) || words[++at];
      if (value === undefined) throw refused('command-option', `-${option}`);
      if (option === 'f') names.push(value);
      break;
    }
  }
  return { names, flags, command: words.slice(at) };
}

type Refusal = 'command-not-gearman' | 'command-no-worker' | 'command-functions' | 'command-empty' | 'command-option';

const SENTENCES: Record<Refusal, (what: string) => string> = {
  'command-not-gearman': (what) => `This begins with “${what}”, not with gearman.`,
  'command-no-worker': () => 'This is no worker: it has no -w.',
  'command-functions': (what) => `A worker's command names one function with -f, not ${what}.`,
  'command-empty': (what) => `What does the work of ${what} is missing: a command behind --.`,
  'command-option': (what) => `gearman has no option ${what}, or it needs a value.`,
};

const refused = (code: Refusal, what: string): AppError => new AppError(code, SENTENCES[code](what), { what });
