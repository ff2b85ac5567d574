import { execFile } from 'node:child_process';
import { FunctionDefinition, type Starter, type StarterId } from '../contract/functions.ts';

/** How long PHP may take to say what it has, ms. */
const PATIENCE = 5000;

const PYTHON = `import sys

text = sys.stdin.buffer.read().decode()
print(text.rstrip("\\n")[::-1])
`;

const PHP = `$text = stream_get_contents(STDIN);
echo strrev(rtrim($text, "\\n")), "\\n";
`;

const PHP_WORKER = `if (!class_exists('GearmanWorker')) {
    fwrite(STDERR, "This PHP does not have the gearman extension.\\n");
    exit(1);
}
$worker = new GearmanWorker();
$worker->addServers(getenv('GEARMAN_SERVERS'));
$worker->setId(getenv('GEARBENCH_WORKER'));
$worker->addFunction(getenv('GEARBENCH_FUNCTION'), function (GearmanJob $job): string {
    return strrev(rtrim($job->workload(), "\\n")) . "\\n";
});
while ($worker->work());
`;

const NODE = `const text = require('node:fs').readFileSync(0, 'utf8');
console.log([...text.replace(/\\n$/, '')].reverse().join(''));
`;

const PERL = `local $/;
my $text = <STDIN>;
$text =~ s/\\n\\z//;
print scalar reverse($text), "\\n";
`;

/** Sends the workload to an address that is to be replaced, and gives back what comes. */
const CURL = [
  'curl',
  '--silent',
  '--show-error',
  '--fail-with-body',
  '--header',
  'Content-Type: application/octet-stream',
];

const begin = (name: string, argv: string[], more: Partial<FunctionDefinition> = {}): FunctionDefinition =>
  FunctionDefinition.parse({ name, command: { kind: 'argv', argv }, ...more });

/** Definitions to begin with. Each does something as it is, but for the address of `http`. */
export const STARTER_DEFINITIONS: Readonly<Record<StarterId, FunctionDefinition>> = {
  wc: begin('wc', ['wc', '-l']),
  upper: begin('upper', ['tr', 'a-z', 'A-Z']),
  sort: begin('sort', ['sort']),
  python: begin('reverse', ['python3', '-c', PYTHON]),
  node: begin('reverse', ['node', '-e', NODE]),
  perl: begin('reverse', ['perl', '-e', PERL]),
  php: begin('reverse', ['php', '-r', PHP]),
  'php-worker': begin('reverse', ['php', '-r', PHP_WORKER], { speaks: 'gearman' }),
  http: begin('post', [...CURL, '--data-binary', '@-', 'http://127.0.0.1:8080/'], { timeLimit: 60 }),
};

interface StarterParts {
  /** Where the program of a definition lies; null where it is not found. */
  programOf: (definition: FunctionDefinition) => string | null;
  environment: NodeJS.ProcessEnv;
}

/** Definitions to begin with, and what each of them lacks on this machine. */
export function starters(parts: StarterParts): Promise<Starter[]> {
  const all = Object.entries(STARTER_DEFINITIONS) as [StarterId, FunctionDefinition][];
  return Promise.all(
    all.map(async ([id, definition]) => ({ id, definition, missing: await missingFor(id, definition, parts) })),
  );
}

async function missingFor(
  id: StarterId,
  definition: FunctionDefinition,
  { programOf, environment }: StarterParts,
): Promise<Starter['missing']> {
  const program = programOf(definition);
  if (program === null) return 'program';
  return id !== 'php-worker' || (await hasExtension(program, environment)) ? null : 'extension';
}

/** Whether a PHP has the gearman extension, as it says itself. */
function hasExtension(php: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const question = 'exit(extension_loaded("gearman") ? 0 : 1);';
  return new Promise((resolve) => {
    execFile(php, ['-r', question], { env, timeout: PATIENCE, windowsHide: true }, (error) => resolve(error === null));
  });
}
