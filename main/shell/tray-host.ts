import { execFile } from 'node:child_process';

/** Time that a program may take to ask the desktop, ms. */
const PATIENCE = 2000;

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PATH = '/StatusNotifierWatcher';
const PROPERTY = 'IsStatusNotifierHostRegistered';

/**
 * Programs that can ask the session's bus, whichever is there: GLib's, systemd's, D-Bus's own. Each is asked whether somebody
 * shows icons: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/
 */
const ASKERS: readonly (readonly [string, ...string[]])[] = [
  [
    'gdbus',
    'call',
    '--session',
    ...['--dest', WATCHER, '--object-path', PATH],
    ...['--method', 'org.freedesktop.DBus.Properties.Get', WATCHER, PROPERTY],
  ],
  ['busctl', '--user', 'get-property', WATCHER, PATH, WATCHER, PROPERTY],
  [
    'dbus-send',
    '--session',
    '--print-reply',
    `--dest=${WATCHER}`,
    PATH,
    'org.freedesktop.DBus.Properties.Get',
    `string:${WATCHER}`,
    `string:${PROPERTY}`,
  ],
];

/** Whether this desktop shows icons in a tray. Without one nobody would see that the program goes on. Never throws. */
export async function hasTray(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  if (platform !== 'linux') return true;
  for (const [program, ...args] of ASKERS) {
    const answer = await ask(program, args, environment);
    if (answer !== undefined) return answer;
  }
  return false;
}

/** Undefined where the program is not there. */
function ask(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: PATIENCE, env }, (error, stdout) => {
      if (error !== null && (error as NodeJS.ErrnoException).code === 'ENOENT') resolve(undefined);
      else resolve(error === null && /\btrue\b/.test(stdout));
    });
  });
}
