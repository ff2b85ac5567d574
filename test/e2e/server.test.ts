import { createServer } from 'node:net';
import { expect, test } from '@playwright/test';
import { GEARMAND, needs } from '../support/peers.ts';
import { background, run, until } from '../support/processes.ts';
import { type App, freePort, launch } from './app.ts';
import { violations } from './axe.ts';
import { defineFunction } from './steps.ts';
import { at, startGearmand } from './stock.ts';

let app: App;
test.afterEach(() => app.close());

test('a port taken by gearmand: the window names it, offers another port, and works there', async () => {
  test.skip(!needs('gearmand'), 'gearmand is not installed');
  const port = await freePort();
  const gearmand = background(GEARMAND, ['-L', '127.0.0.1', '-p', String(port), '-l', 'none']);
  await until('gearmand', () => connects(port));
  try {
    app = await launch({ port });
    const { page } = app;
    const banner = page.getByRole('alert');
    await expect(banner).toContainText(`Port ${port} is used by gearmand (pid ${gearmand.child.pid}).`);
    await expect(page.getByRole('contentinfo').getByText('Not running')).toBeVisible();
    const offer = banner.getByRole('button', { name: /^Use port \d+$/ });
    const free = Number(/\d+/.exec((await offer.textContent()) ?? '')?.[0]);
    expect(free).toBeGreaterThan(port);
    await offer.click();
    await expect(page.getByRole('contentinfo').getByText(`127.0.0.1:${free} · Embedded`)).toBeVisible();
    await expect(banner).toBeHidden();
    await defineFunction(app, { name: 'wc', argv: ['wc', '-l'] });
    await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text: 'one\ntwo\n' } });
    await expect.poll(async () => (await app.call('jobs.window', { rows: 1 })).rows[0]?.state).toBe('done');
  } finally {
    await gearmand.stop();
  }
});

test('a gearmand of one’s own is stopped for its port, once it is said what would be lost', async () => {
  test.skip(!needs('gearmand') || !needs('gearman'), 'gearmand is not installed');
  const port = await freePort();
  const gearmand = await startGearmand(port);
  try {
    for (const text of ['1', '2']) await run('gearman', [...at(port), '-b', '-f', 'stuck', text]);
    app = await launch({ port, settings: { welcomed: false } });
    const { page } = app;
    const button = page.getByRole('button', { name: `Stop it and take ${port}…` });
    const dialog = page.getByRole('alertdialog', { name: `Stop gearmand and take port ${port}?` });
    await button.click();
    await expect(dialog).toContainText(`gearmand (pid ${gearmand.child.pid}) is a job server of yours.`);
    await expect(dialog).toContainText('It has 2 queued and 0 running jobs.');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    expect(await connects(port)).toBe(true);

    await button.click();
    await dialog.getByRole('button', { name: 'Stop gearmand' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText(`127.0.0.1:${port}`).first()).toBeVisible();
    await expect.poll(async () => (await app.call('server.status', undefined)).state).toBe('running');
    await until('its end', () => gearmand.child.exitCode !== null);
  } finally {
    await gearmand.stop();
  }
});

test('the light is green only after an echo, and the server stops and starts again', async () => {
  app = await launch();
  const { page } = app;
  const status = page.getByRole('contentinfo').getByRole('status').first();
  await expect(status).toHaveClass(/state--ok/);
  await expect(page.getByRole('contentinfo').getByText(/^Echo /)).toBeVisible();
  await page.getByRole('button', { name: /^Local/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('The job server is stopped.', { exact: false })).toBeVisible();
  await expect(status).toHaveClass(/state--idle/);
  expect(await connects(app.port)).toBe(false);
  await page.getByRole('button', { name: 'Start server' }).click();
  await expect(status).toHaveClass(/state--ok/);
});

test('a port that another program of ours holds is named with its own pid', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  app = await launch({ port });
  await expect(app.page.getByRole('alert')).toContainText(`(pid ${process.pid})`);
  server.close();
  await app.page.getByRole('button', { name: 'Try again' }).click();
  await expect(app.page.getByRole('contentinfo').getByText(`127.0.0.1:${port} · Embedded`)).toBeVisible();
});

async function connects(port: number): Promise<boolean> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

test('a second Gearbench, of another profile, is told the first one by its name', async () => {
  app = await launch();
  await expect.poll(async () => (await app.call('server.status', undefined)).echo).not.toBe(null);
  const second = await launch({ port: app.port });
  try {
    const { pid } = app.electron.process();
    await expect(second.page.getByRole('alert')).toContainText(`Port ${app.port} is used by gearbench (pid ${pid}).`);
    await second.page.getByRole('button', { name: /^Use port \d+$/ }).click();
    await expect.poll(async () => (await second.call('server.status', undefined)).state).toBe('running');
    expect((await app.call('server.status', undefined)).state).toBe('running');
  } finally {
    await second.close();
  }
});
