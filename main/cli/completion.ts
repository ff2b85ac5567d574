import { quoted } from '../util/shell-quote.ts';
import type { CliCommand } from './commands.ts';
import { type OptionTold, optionsIn } from './option-told.ts';

export const HELP = `Usage: gearbench completion bash|zsh|fish

Prints a script that lets the shell complete gearbench's commands and options. For the shell that
runs, and for all to come:

  bash  source <(gearbench completion bash)
        gearbench completion bash > ~/.local/share/bash-completion/completions/gearbench
  zsh   source <(gearbench completion zsh)
        gearbench completion zsh > "\${fpath[1]}/_gearbench"
  fish  gearbench completion fish | source
        gearbench completion fish > ~/.config/fish/completions/gearbench.fish
`;

interface Completed extends CliCommand {
  options: OptionTold[];
}

const SHELLS: ReadonlyMap<string, (commands: readonly Completed[]) => string> = new Map([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
]);

/** `gearbench completion`, of these commands. Resolves with the exit code. */
export async function completion(args: string[], commands: readonly CliCommand[]): Promise<number> {
  const [shell = ''] = args;
  if (shell === '--help' || shell === '-h') {
    process.stdout.write(HELP);
    return 0;
  }
  const script = await scriptFor(shell, commands);
  if (script === undefined || args.length !== 1) {
    process.stderr.write('gearbench: name a shell: gearbench completion bash, zsh or fish\n');
    return 64;
  }
  process.stdout.write(script);
  return 0;
}

/** The script for a shell; undefined for one that is not known. */
export async function scriptFor(shell: string, commands: readonly CliCommand[]): Promise<string | undefined> {
  const completed = await Promise.all(
    commands.map(async (command) => ({ ...command, options: optionsIn(await command.help()) })),
  );
  return SHELLS.get(shell)?.(completed);
}

const names = ({ options }: Completed): string[] => options.flatMap(({ long, short }) => [long, short]).filter(isThere);
const isThere = (name: string | null): name is string => name !== null;

function bash(commands: readonly Completed[]): string {
  const cases = commands
    .map((command) => `    ${command.name}) words=${quoted([...command.words, ...names(command)].join(' '))} ;;`)
    .join('\n');
  return `# Completes gearbench in bash.
_gearbench() {
  local word=\${COMP_WORDS[COMP_CWORD]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=${quoted(commands.map(({ name }) => name).join(' '))}
  else
    case \${COMP_WORDS[1]} in
${cases}
    esac
  fi
  COMPREPLY=()
  while IFS= read -r reply; do COMPREPLY+=("$reply"); done < <(compgen -W "$words" -- "$word")
}
complete -o default -F _gearbench gearbench
`;
}

/** A text for people inside of one of _arguments' or _describe's: brackets and colons mean something there. */
const forZsh = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&');

function zsh(commands: readonly Completed[]): string {
  const described = commands.map(({ name, what }) => `    ${quoted(`${name}:${forZsh(what)}`)}`).join('\n');
  const cases = commands
    .map((command) => {
      const options = command.options.flatMap(({ short, long, takesValue, what }) =>
        [short, long]
          .filter(isThere)
          .map((name) => quoted(`*${name}[${forZsh(what)}]${takesValue ? ':value:_files' : ''}`)),
      );
      const words = command.words.length > 0 ? [quoted(`1:word:(${command.words.join(' ')})`)] : [];
      const files = command.files ? [quoted('*:file:_files')] : [];
      return `    ${command.name}) _arguments ${[...options, ...words, ...files].join(' \\\n      ')} ;;`;
    })
    .join('\n');
  return `#compdef gearbench
# Completes gearbench in zsh.
_gearbench() {
  local -a commands
  commands=(
${described}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT -= 1 ))
  case $command in
${cases}
  esac
}
if [ "$funcstack[1]" = "_gearbench" ]; then
  _gearbench "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _gearbench gearbench
fi
`;
}

/** Fish knows \\ and ' inside of quotes, and nothing else. */
const forFish = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap((command) => {
    const here = `complete -c gearbench -n ${forFish(`__fish_seen_subcommand_from ${command.name}`)}`;
    return [
      `complete -c gearbench -f -n __fish_use_subcommand -a ${command.name} -d ${forFish(command.what)}`,
      ...(command.words.length > 0 ? [`${here} -f -a ${forFish(command.words.join(' '))}`] : []),
      ...command.options.map(({ short, long, takesValue, what }) => {
        const own = [short && ` -s ${short.slice(1)}`, long && ` -l ${long.slice(2)}`, takesValue && ' -r'];
        return `${here}${own.filter(Boolean).join('')} -d ${forFish(what)}`;
      }),
    ];
  });
  return `# Completes gearbench in fish.\n${lines.join('\n')}\n`;
}
