import type { BrowserWindowConstructorOptions } from 'electron';
import { beforeEach, expect, test, vi } from 'vitest';
import { openWindow, windowOptions } from '../../../main/shell/window.ts';

type Listener = (...args: unknown[]) => unknown;

const { made, openExternal, FakeWindow } = vi.hoisted(() => {
  /** A window that only remembers what it was told. */
  class FakeWindow {
    readonly listeners = new Map<string, Listener>();
    readonly loaded: string[] = [];
    shown = 0;
    onOpen: Listener = () => undefined;
    onRequest: Listener = () => undefined;
    onCheck: Listener = () => undefined;
    readonly webContents = {
      on: (name: string, listener: Listener) => this.listeners.set(name, listener),
      setWindowOpenHandler: (handler: Listener) => {
        this.onOpen = handler;
      },
      session: {
        setPermissionRequestHandler: (handler: Listener) => {
          this.onRequest = handler;
        },
        setPermissionCheckHandler: (handler: Listener) => {
          this.onCheck = handler;
        },
      },
    };

    constructor() {
      made.push(this);
    }

    once(name: string, listener: Listener): void {
      this.listeners.set(name, listener);
    }

    show(): void {
      this.shown += 1;
    }

    async loadURL(page: string): Promise<void> {
      this.loaded.push(page);
      throw new Error('ERR_FILE_NOT_FOUND');
    }
  }
  const made: FakeWindow[] = [];
  return { made, openExternal: vi.fn(), FakeWindow };
});
vi.mock('electron', () => ({ BrowserWindow: FakeWindow, shell: { openExternal } }));

const options = (platform: NodeJS.Platform = 'linux', dark = false): BrowserWindowConstructorOptions =>
  windowOptions('/app/preload.cjs', { platform, dark });

beforeEach(() => {
  made.length = 0;
  openExternal.mockClear();
});

function open() {
  openWindow(options(), 'app://gearbench/index.html');
  return made[0] as InstanceType<typeof FakeWindow>;
}

test('each protection of the page is set by name', () => {
  expect(options().webPreferences).toEqual({
    preload: '/app/preload.cjs',
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  });
});

test('the window looks like its system, and shows nothing before it has something', () => {
  const { show, title, minWidth, minHeight } = options();
  expect({ show, title, minWidth, minHeight }).toEqual({
    show: false,
    title: 'Gearbench',
    minWidth: 860,
    minHeight: 560,
  });
  expect([options('linux').titleBarStyle, options('darwin').titleBarStyle]).toEqual([undefined, 'hiddenInset']);
  expect(options('linux', true).backgroundColor).not.toBe(options('linux', false).backgroundColor);
});

test('it loads its page, and is shown once it is ready; a page that cannot be loaded breaks nothing', () => {
  const window = open();
  expect([window.loaded, window.shown]).toEqual([['app://gearbench/index.html'], 0]);
  window.listeners.get('ready-to-show')?.();
  expect(window.shown).toBe(1);
});

test.each(['will-navigate', 'will-redirect', 'will-attach-webview'])('%s is prevented', (name) => {
  const preventDefault = vi.fn();
  open().listeners.get(name)?.({ preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});

test('no page opens another window; only pages of ours open in the browser', () => {
  const { onOpen } = open();
  const urls = [
    'https://gearman.org/protocol/',
    'https://github.com/gearbench/gearbench',
    'https://fakerjs.dev/api/',
    'https://gearman.org.evil.test/',
    'https://github.com/gearbenchers/x',
    'https://github.com/google/re2',
    'http://gearman.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ];
  expect(urls.map((url) => onOpen({ url }))).toEqual(urls.map(() => ({ action: 'deny' })));
  expect(openExternal.mock.calls).toEqual([[urls[0]], [urls[1]], [urls[2]]]);
});

test('the page may write to the clipboard and nothing else', () => {
  const { onRequest, onCheck } = open();
  const asked = [
    'clipboard-sanitized-write',
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'openExternal',
  ];
  const answers = asked.map((permission) => {
    const answer = vi.fn();
    onRequest({}, permission, answer);
    return answer.mock.calls;
  });
  expect(answers.flat(2)).toEqual([true, false, false, false, false, false]);
  expect(asked.map((permission) => onCheck({}, permission))).toEqual([true, false, false, false, false, false]);
});
