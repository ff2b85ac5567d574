import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { joinPaths, loginPath } from '../../../main/workers/login-path.ts';
import { isAlive, killIfAlive } from '../../support/alive.ts';
import { PATIENT } from '../../support/patient.ts';
import { mustBe } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const PLACES = [...(process.env['PATH'] ?? '').split(delimiter), '/bin', '/usr/bin'];
const placeOf = (shell: string) => PLACES.map((folder) => join(folder, shell)).find(existsSync);
const BASH = placeOf('bash');

/** A person whose home has these files. */
async function person(files: Record<string, string>, shell: string, patience?: number) {
  const home = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(home, name, '..'), { recursive: true });
    await writeFile(join(home, name), text);
  }
  const leaving = new AbortController();
  const environment = { PATH: '/usr/bin:/bin', HOME: home, ELECTRON_RUN_AS_NODE: '1' };
  const asked = loginPath({ shell, environment, signal: leaving.signal, ...(patience && { patience }) });
  return { home, asked, leave: () => leaving.abort() };
}

const first = (path: string | undefined) => path?.split(delimiter)[0];

const LATER = 'PATH="/first:$PATH"\nexport PATH\nPATH="$HOME/tools:$PATH"\n';

describe.each([
  { shell: 'bash', files: { '.bash_profile': LATER } },
  {
    shell: 'bash',
    files: { '.bash_profile': '. ~/.bashrc', '.bashrc': `case $- in *i*) ;; *) return;; esac\n${LATER}` },
  },
  { shell: 'dash', files: { '.profile': LATER } },
  { shell: 'zsh', files: { '.zprofile': 'path=(/first $path)', '.zshrc': LATER } },
  { shell: 'fish', files: { '.config/fish/config.fish': 'set -gx PATH $HOME/tools /first $PATH' } },
  { shell: 'tcsh', files: { '.tcshrc': 'setenv PATH "$HOME/tools:/first:$PATH"' } },
])('$shell, which reads $files', ({ shell, files }) => {
  const place = placeOf(shell);
  test.skipIf(!mustBe(place !== undefined, `${shell} must be installed here`))(
    'has the PATH of a terminal',
    async () => {
      const { asked, home } = await person(files, place as string);
      expect((await asked)?.split(delimiter).slice(0, 2)).toEqual([join(home, 'tools'), '/first']);
    },
  );
});

describe.skipIf(!mustBe(BASH !== undefined, 'bash must be installed here'))('files that a shell reads', () => {
  const bash = BASH as string;

  test('may print, fail, close their output, set traps and show what they run', async () => {
    const noise = 'echo welcome; echo PATH=/no; printf "%s" "$BASH_EXECUTION_STRING"; ls /none; false; set -xv\n';
    const { asked, home } = await person({ '.bash_profile': `${noise}${LATER}trap 'echo bye' EXIT\n` }, bash);
    expect(first(await asked)).toBe(join(home, 'tools'));
  });

  test('may print without an end while they go on', async () => {
    const { asked, home } = await person({ '.bash_profile': `yes noise &\n${LATER}` }, bash);
    expect(first(await asked)).toBe(join(home, 'tools'));
  });

  test('may ask something: nobody answers, and they go on', async () => {
    const { asked, home } = await person({ '.bash_profile': `read -p 'Go on? ' answer\n${LATER}` }, bash);
    expect(first(await asked)).toBe(join(home, 'tools'));
  });

  test('may put another shell in the place of one that is typed into', async () => {
    const rc = 'case $- in *i*) exec sh;; esac\n';
    const { asked, home } = await person({ '.bash_profile': `${LATER}. ~/.bashrc\n`, '.bashrc': rc }, bash);
    expect(first(await asked)).toBe(join(home, 'tools'));
  });

  test('may put something else in its place altogether: there is no answer then', async () => {
    const { asked } = await person({ '.bash_profile': 'exec true\n' }, bash);
    expect(await asked).toBe(undefined);
  });

  test('can tell that nobody looks, and find nothing of how the program runs', async () => {
    const rc = 'PATH="/$TERM/$GEARBENCH_ASKS_PATH/$(printenv ELECTRON_RUN_AS_NODE || echo person):$PATH"\n';
    const { asked } = await person({ '.bash_profile': rc }, bash);
    expect(first(await asked)).toBe('/dumb/1/person');
  });

  test('that hang are ended, with what they started', async () => {
    const rc = 'sleep 600 & echo $! > ~/child; case $- in *i*) wait;; esac\n';
    const { asked, home } = await person({ '.bash_profile': `${LATER}${rc}` }, bash, 1500);
    expect(first(await asked)).toBe(join(home, 'tools'));
    await expectDead(join(home, 'child'));
  });

  test('that always hang have no answer', async () => {
    const { asked } = await person({ '.bash_profile': 'sleep 600\n' }, bash, 300);
    expect(await asked).toBe(undefined);
  });

  test('are not waited for when the program ends', async () => {
    const { asked, home, leave } = await person({ '.bash_profile': 'echo $$ > ~/child; sleep 600\n' }, bash);
    const written = () => readFile(join(home, 'child'), 'utf8').catch(() => '');
    await vi.waitUntil(async () => (await written()).endsWith('\n'), PATIENT);
    leave();
    expect(await asked).toBe(undefined);
    await expectDead(join(home, 'child'));
  });
});

test('a shell that is not there has no answer', async () => {
  const { asked } = await person({}, '/none/zsh');
  expect(await asked).toBe(undefined);
});

test('the PATH of the shell goes before what else there is, and nothing stands twice', () => {
  expect(joinPaths('/home/me/bin:/usr/bin', '/usr/bin:/bin:/snap/bin')).toBe('/home/me/bin:/usr/bin:/bin:/snap/bin');
  expect([joinPaths('/a', ''), joinPaths('', '/a:/a'), joinPaths('/a::/b', '/b')]).toEqual(['/a', '/a', '/a:/b']);
});

async function expectDead(file: string): Promise<void> {
  // The shell makes the file before it writes the number.
  const pid = await vi.waitUntil(async () => Number(await readFile(file, 'utf8').catch(() => '')), PATIENT);
  onTestFinished(() => killIfAlive(pid));
  await vi.waitUntil(() => !isAlive(pid), PATIENT);
}
