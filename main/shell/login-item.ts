import { readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { fileRefused } from '../util/file-refused.ts';
import { writeWhole } from '../util/json-file.ts';

/** What starts the program when the person logs in: without a window, where there is a tray for it. */
const HIDDEN = '--hidden';

/** Where desktops of Linux look for what they start: https://specifications.freedesktop.org/autostart-spec/latest/ */
export const autostartFile = (environment: NodeJS.ProcessEnv): string =>
  join(environment['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'autostart', 'gearbench.desktop');

/** A desktop entry that runs a command: https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html */
export const autostartEntry = (command: readonly string[]): string => `[Desktop Entry]
Type=Application
Name=Gearbench
Comment=Gearman job server and workbench
Exec=${command.map(quoted).join(' ')}
Icon=gearbench
Terminal=false
X-GNOME-Autostart-enabled=true
`;

/** An argument in a desktop entry: quoted for Exec, and then its backslashes for a value of the file. */
const quoted = (argument: string): string =>
  `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`.replaceAll('\\', '\\\\');

/** The command that starts this very program: of an AppImage the file that it is in, of a checkout Electron with its folder. */
function ownCommand(): string[] {
  const program = process.env['APPIMAGE'] ?? process.execPath;
  return [program, ...(app.isPackaged ? [] : [app.getAppPath()]), HIDDEN];
}

/** Lets the program be started when the person logs in, or not any more. Throws `file-unwritable`. */
export async function startAtLogin(on: boolean): Promise<void> {
  if (process.platform !== 'linux') {
    const [path = process.execPath, ...args] = ownCommand();
    app.setLoginItemSettings({ openAtLogin: on, path, args });
    return;
  }
  const path = autostartFile(process.env);
  if (on) await writeWhole(path, Buffer.from(autostartEntry(ownCommand())));
  else
    await rm(path, { force: true }).catch((error) => {
      throw fileRefused('file-unwritable', path, error);
    });
}

/** Whether it is started so: the person may have said otherwise in the settings of their system. */
export async function startsAtLogin(): Promise<boolean> {
  if (process.platform !== 'linux') {
    const [path = process.execPath, ...args] = ownCommand();
    return app.getLoginItemSettings({ path, args }).openAtLogin;
  }
  const entry = await readFile(autostartFile(process.env), 'utf8').catch(() => '');
  return entry !== '' && !/^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(entry);
}
