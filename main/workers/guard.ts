import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { endGroup } from './group.ts';
import type { GroupGuard } from './runner.ts';

/*
 * A shell that outlives us by a moment. It is told which process groups run, and ends them when its input ends, which happens
 * however we end: also killed. It writes down what it knows, in case that somebody kills it too; then the next start cleans up.
 *
 *   +GROUP FOLDER   a group runs, with temporary files in that folder, which may be empty
 *   -GROUP          it has ended
 */
const SCRIPT = `
trap '' INT TERM HUP
set -f
umask 077
record=$1
[ -z "$record" ] || mkdir -p "\${record%/*}"
groups=
newline='
'
started() { LC_ALL=C ps -o lstart= -p "$1"; }
save() {
  [ -n "$record" ] || return 0
  if [ -n "$groups" ]; then
    printf '%s|%s|\\n%s' "$$" "$(started "$$")" "$groups" >"$record.new" && mv "$record.new" "$record"
  else rm -f "$record"
  fi
}
while IFS= read -r line; do
  case $line in
  +*)
    line=\${line#+}
    pid=\${line%% *}
    groups="$groups$pid|$(started "$pid")|\${line#* }$newline" ;;
  -*)
    kept=
    IFS=$newline
    for each in $groups; do [ "\${each%%|*}" = "\${line#-}" ] || kept="$kept$each$newline"; done
    unset IFS
    groups=$kept ;;
  esac
  save
done
IFS=$newline
for each in $groups; do kill -s TERM -- "-\${each%%|*}"; done 2>/dev/null
[ -z "$groups" ] || sleep 1
for each in $groups; do
  kill -s KILL -- "-\${each%%|*}" 2>/dev/null
  place=\${each##*|}
  [ -z "$place" ] || rm -rf "$place"
done
[ -z "$record" ] || rm -f "$record"
`;

/** Sees to it that no process group of ours outlives us, however we end. POSIX only; elsewhere it does nothing. */
export class Guard implements GroupGuard {
  readonly #record: string | undefined;
  #child: ChildProcess | undefined;

  /** `record` is the file that is written while groups run; without it nothing is left for a next start. */
  constructor(record?: string) {
    this.#record = record;
  }

  add(group: number, folder = ''): void {
    this.#tell(`+${group} ${folder}\n`);
  }

  remove(group: number): void {
    this.#tell(`-${group}\n`);
  }

  /** Lets it end; what still runs ends with it. */
  close(): void {
    this.#child?.stdin?.end();
    this.#child = undefined;
  }

  #tell(line: string): void {
    if (process.platform === 'win32') return;
    this.#child ??= this.#start();
    this.#child.stdin?.write(line);
  }

  #start(): ChildProcess {
    const child = spawn('/bin/sh', ['-c', SCRIPT, 'gearbench-guard', this.#record ?? ''], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin?.on('error', () => {}); // somebody ended it
    child.on('error', () => {});
    child.unref();
    (child.stdin as Socket).unref();
    return child;
  }
}

/** The file for the record of this process, in a folder that is made when it is needed. */
export const recordIn = (folder: string): string => join(folder, `${process.pid}.txt`);

/**
 * Ends what a former run left behind, where its guard was killed too: process groups whose leader is still the process that
 * was written down, and their temporary files. Returns how many groups it ended.
 */
export async function endLeftovers(folder: string): Promise<number> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.txt'));
  const ended = await Promise.all(files.map((name) => endRecorded(join(folder, name))));
  return ended.reduce((sum, each) => sum + each, 0);
}

async function endRecorded(record: string): Promise<number> {
  const lines = (await readFile(record, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const [guard, ...groups] = lines.map((line) => line.split('|'));
  if (guard === undefined || (await runs(guard))) return 0; // it does it itself
  let ended = 0;
  for (const group of groups) {
    const [pid = '', , place = ''] = group;
    if (!(await runs(group))) continue;
    await endGroup(Number(pid));
    if (/^gearbench-\w+$/.test(basename(place))) await rm(place, { recursive: true, force: true });
    ended += 1;
  }
  await rm(record, { force: true });
  return ended;
}

/** Whether that process still runs, and is not another one of the same number by now. */
async function runs([pid = '', started = '']: string[]): Promise<boolean> {
  if (!/^\d+$/.test(pid)) return false;
  const asked = promisify(execFile)('ps', ['-o', 'lstart=', '-p', pid], { env: { ...process.env, LC_ALL: 'C' } });
  const now = await asked.then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
  return now !== '' && now === started.trim();
}
