import { basename } from 'node:path';
import type { ShellKind } from '../contract/terminal-command.ts';

/** Files of a login bash, of which it reads the first that is there. */
const BASH_LOGIN = ['.bash_profile', '.bash_login', '.profile'] as const;

/** Which of the shells that are known this is; null for any other. */
export function shellKind(shell: string | undefined, platform: NodeJS.Platform): ShellKind | null {
  if (platform === 'win32') return 'powershell';
  const name = basename(shell ?? '');
  return name === 'zsh' || name === 'bash' || name === 'fish' ? name : null;
}

/**
 * The line that a person types once so that all terminals to come find what is in `~/.local/bin`. `has` says which files of
 * their home folder are there.
 */
export function pathLine(kind: ShellKind, platform: NodeJS.Platform, has: (file: string) => boolean): string {
  switch (kind) {
    case 'fish':
      return 'fish_add_path ~/.local/bin';
    case 'powershell':
      return `[Environment]::SetEnvironmentVariable('Path', "$HOME\\.local\\bin;" + [Environment]::GetEnvironmentVariable('Path', 'User'), 'User')`;
    case 'zsh':
      return exportIn('.zshrc');
    case 'bash':
      return exportIn(bashFile(platform, has));
  }
}

/** Terminals of a Mac start a login shell, which does not read .bashrc. */
const bashFile = (platform: NodeJS.Platform, has: (file: string) => boolean): string =>
  platform === 'darwin' ? (BASH_LOGIN.find(has) ?? BASH_LOGIN[0]) : '.bashrc';

const exportIn = (file: string): string => `echo 'export PATH="$HOME/.local/bin:$PATH"' >> ~/${file}`;

/** The line that lets all shells to come complete gearbench's commands and options; null where there is nothing for it. */
export function completionLine(
  kind: ShellKind,
  platform: NodeJS.Platform,
  has: (file: string) => boolean,
): string | null {
  switch (kind) {
    case 'fish':
      return 'mkdir -p ~/.config/fish/completions && gearbench completion fish > ~/.config/fish/completions/gearbench.fish';
    case 'powershell':
      return null;
    case 'zsh':
      return "echo 'source <(gearbench completion zsh)' >> ~/.zshrc";
    case 'bash':
      // The bash of a Mac is too old to read `source <(…)`.
      return `echo 'eval "$(gearbench completion bash)"' >> ~/${bashFile(platform, has)}`;
  }
}
