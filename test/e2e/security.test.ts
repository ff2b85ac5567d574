import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Bridge } from '../../main/contract/api.ts';
import type {} from '../../renderer/api.ts';
import { type App, launch } from './app.ts';

let app: App;
test.beforeAll(async () => {
  app = await launch();
});
test.afterAll(() => app.close());

test('the window runs in the sandbox, apart from Node and from the preload script', async () => {
  const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  const seen = await app.page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    bridge: Object.keys(window.gearbench).sort(),
    origin: location.origin,
  }));
  expect(seen).toEqual({ node: [], bridge: ['call', 'drop', 'on'], origin: 'app://gearbench' });
});

test('a file that the page makes itself has no path, and opens nothing', async () => {
  const reply = await app.page.evaluate(() =>
    window.gearbench.drop(new File(['{ "gearbench": 1, "functions": [] }'], '/etc/x.gearbench.json')),
  );
  expect(reply).toMatchObject({ ok: false, error: { code: 'bad-input' } });
  expect((await app.call('workspace.get', undefined)).name).toBe('Sandbox');
});

test('the content security policy lets no foreign script and no request out', async () => {
  const tried = await app.page.evaluate(async () => {
    const attempt = async (act: () => unknown) => {
      try {
        await act();
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    };
    const inline = document.createElement('script');
    inline.textContent = 'window.ranInline = true';
    document.head.append(inline);
    return {
      inline: 'ranInline' in window,
      // After a turn of the event loop, because what the test's own protocol evaluates is exempt.
      evaluated: await new Promise((done) => setTimeout(() => done(attempt(() => new Function('return 1')())))),
      fetched: await attempt(() => fetch('http://127.0.0.1:9/')),
    };
  });
  expect(tried).toEqual({ inline: false, evaluated: 'EvalError', fetched: 'TypeError' });
  const policy = await app.electron.evaluate(async ({ net }) =>
    (await net.fetch('app://gearbench/index.html')).headers.get('content-security-policy'),
  );
  expect(policy).toMatch(/default-src 'none'.*script-src 'self'(;|$)/);
});

test('the console reports no violation of the policy', async () => {
  const reports: string[] = [];
  app.page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) reports.push(message.text());
  });
  await app.page.reload();
  await app.page.waitForSelector('h1');
  await app.page.keyboard.press('Control+N');
  await expect(app.page.getByRole('dialog')).toBeVisible();
  await app.page.keyboard.press('Escape');
  expect(reports).toEqual([]);
});

test('only the contract’s calls are answered, with input that its schemas allow', async () => {
  const answers = await app.page.evaluate(async () => {
    const call = window.gearbench.call as unknown as (name: unknown, input: unknown) => ReturnType<Bridge['call']>;
    const code = async (name: unknown, input: unknown) => {
      const reply = await call(name, input);
      return reply.ok ? 'ok' : reply.error.code;
    };
    return [
      await code('toString', undefined),
      await code('__proto__', undefined),
      await code('child_process.exec', 'id'),
      await code('server.start', { port: 70_000 }),
      await code('packets.window', { from: 'end', rows: 100_000 }),
      await code('jobs.saveResult', { path: '/etc/passwd' }),
    ];
  });
  expect(answers).toEqual(['unknown-call', 'unknown-call', 'unknown-call', 'bad-input', 'bad-input', 'bad-input']);
});

test('another page with the same preload script is refused', async () => {
  const preload = join(resolve(import.meta.dirname, '..', '..'), 'out', 'preload', 'preload.cjs');
  const reply = await app.electron.evaluate(async ({ BrowserWindow }, path) => {
    const window = new BrowserWindow({ show: false, webPreferences: { preload: path, sandbox: true } });
    await window.loadURL('data:text/html,<title>elsewhere</title>');
    const answer: unknown = await window.webContents.executeJavaScript(
      "window.gearbench.call('server.stop', undefined)",
    );
    window.destroy();
    return answer;
  }, preload);
  expect(reply).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  expect((await app.call('server.status', undefined)).state).toBe('running');
});

test('the page stays where it is: no navigation, no other window', async () => {
  const { page, electron } = app;
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  await electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.once('will-navigate', ({ defaultPrevented }) => Object.assign(globalThis, { refused: defaultPrevented }));
  });
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  const refused = () => electron.evaluate(() => (globalThis as { refused?: boolean }).refused);
  await expect.poll(refused).toBe(true);
  expect(page.url()).toBe('app://gearbench/index.html');
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('files outside of the window’s own folder are not served', async () => {
  const statuses = await app.electron.evaluate(async ({ net }) => {
    const paths = ['index.html', '%2e%2e/main/index.js', '..%2f..%2fpackage.json', '%00', 'assets'];
    return Promise.all(paths.map(async (path) => (await net.fetch(`app://gearbench/${path}`)).status));
  });
  expect(statuses).toEqual([200, 404, 404, 404, 404]);
});
