import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { CallName, Input, Output, Reply } from '../../main/contract/api.ts';
import type { Settings } from '../../main/contract/settings.ts';
import type {} from '../../renderer/api.ts'; // what the preload script puts on the window
import { entranceTo } from '../support/private-system.ts';

const root = resolve(import.meta.dirname, '..', '..');

export interface App {
  electron: ElectronApplication;
  page: Page;
  port: number;
  /** Profile of this run; nothing outside of it is touched. */
  data: string;
  /** Calls the engine as the window does. Throws where it refuses. */
  call<C extends CallName>(name: C, input: Input<C>): Promise<Output<C>>;
  /** What the next file dialogs will answer. */
  choose(paths: { open?: string; save?: string }): Promise<void>;
  /** Which button of the next questions is pressed, counted from 0. */
  answer(button: number): Promise<void>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  settings?: Partial<Settings>;
  port?: number;
  args?: string[];
  data?: string;
  size?: { width: number; height: number };
  /** Variables besides our own. */
  environment?: Record<string, string>;
  /** It runs in a private copy of the system, after this shell script has changed that. Needs root. */
  inside?: string;
  /** The folder of a built program, where it is not this one. */
  program?: string;
}

/** Starts the real program on a profile and a port of its own, and waits for its window. */
export async function launch({
  settings = {},
  port,
  args = [],
  data,
  size,
  environment: more = {},
  inside,
  program: built = root,
}: LaunchOptions = {}): Promise<App> {
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'gearbench-e2e-')));
  const chosenPort = port ?? (await freePort());
  if (data === undefined) await writeSettings(folder, { port: chosenPort, ...settings });
  const { ELECTRON_RUN_AS_NODE: _node, ...environment } = process.env;
  const program = await electronPath();
  const entrance = join(folder, 'inside.sh');
  if (inside !== undefined) await writeFile(entrance, entranceTo(inside, program), { mode: 0o755 });
  const electron = await _electron.launch({
    executablePath: inside === undefined ? program : entrance,
    args: [...sandboxFlags(), '--disable-gpu', '--force-device-scale-factor=1', built, ...args],
    env: { ...(environment as Record<string, string>), ...more, GEARBENCH_DATA: folder },
  });
  const page = await electron.firstWindow();
  if (size !== undefined) await resize(electron, size);
  await page.waitForSelector('h1');
  const launched: App = {
    electron,
    page,
    port: chosenPort,
    data: folder,
    async call(name, input) {
      const reply = (await launched.page.evaluate(
        ([called, given]) => window.gearbench.call(called as never, given as never),
        [name, input] as const,
      )) as Reply<Output<typeof name>>;
      if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`);
      return reply.value;
    },
    choose: ({ open, save }) =>
      surely(() =>
        electron.evaluate(
          ({ dialog }, answers) => {
            dialog.showOpenDialog = () =>
              Promise.resolve({
                canceled: answers.open === undefined,
                filePaths: answers.open === undefined ? [] : [answers.open],
              });
            dialog.showSaveDialog = () =>
              Promise.resolve({ canceled: answers.save === undefined, filePath: answers.save ?? '' });
          },
          { ...(open !== undefined && { open }), ...(save !== undefined && { save }) },
        ),
      ),
    answer: (button) =>
      surely(() =>
        electron.evaluate(({ dialog }, response) => {
          dialog.showMessageBox = () => Promise.resolve({ response, checkboxChecked: false });
        }, button),
      ),
    async close() {
      await electron.close();
      if (data === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
  return launched;
}

/** Makes a folder the profile of somebody who is neither welcomed nor asked anything, in light and English. */
export const writeSettings = (folder: string, settings: Partial<Settings>): Promise<void> =>
  writeFile(
    join(folder, 'settings.json'),
    JSON.stringify({ language: 'en', theme: 'light', welcomed: true, askQuit: false, ...settings }),
  );

/** Does something in the main process that can be done twice: V8 may collect the promise of the answer before it is told. */
const surely = (act: () => Promise<void>): Promise<void> =>
  act().catch((error: unknown) => {
    if (!/garbage collected/.test(String(error))) throw error;
    return act();
  });

export const resize = (
  electron: ElectronApplication,
  { width, height }: { width: number; height: number },
): Promise<void> =>
  electron.evaluate(
    ({ BrowserWindow }, bounds) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(bounds.width, bounds.height);
    },
    { width, height },
  );

/** The Electron that setup found. */
export const electronPath = (): Promise<string> =>
  readFile(join(root, 'node_modules', '.gearbench', 'electron'), 'utf8');

/** Chromium's own sandbox does not run as root. */
export const sandboxFlags = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
