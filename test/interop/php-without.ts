import { execFileSync } from 'node:child_process';

/** Arguments that make a PHP without any extension but those that tests need of it. */
export function withoutGearman(): string[] {
  const here = execFileSync('php', ['-n', '-m'], { encoding: 'utf8' }).split('\n');
  return ['-n', ...['posix', 'pcntl'].flatMap((name) => (here.includes(name) ? [] : ['-d', `extension=${name}`]))];
}
