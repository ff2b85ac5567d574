import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type App, launch, resize } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

let app: App;
let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gearbench-story-'));
  app = await launch({ size: { width: 1280, height: 800 } });
});
test.afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const tab = (name: string) => app.page.getByRole('tab', { name });
const lines = () => app.page.getByRole('listbox', { name: /^Story of/ }).getByRole('option');
const line = (name: RegExp) => app.page.getByRole('option', { name });

test('a job that runs is drawn as it goes on, and as it was when it has ended', async () => {
  const { page, call } = app;
  const gate = join(folder, 'go');
  const waits = `echo 1/2 >&2; while [ ! -e ${gate} ]; do sleep 0.05; done; echo 2/2 >&2; echo done`;
  await call('functions.save', {
    definition: { name: 'video', command: { kind: 'shell', line: waits }, progress: '(\\d+)/(\\d+)' },
    replaces: null,
  });
  await call('workers.start', { name: 'video' });
  await call('workload.submit', { function: 'video', workload: { kind: 'text', text: '<b>&"北京' } });
  await go(app, 'Jobs');
  await page.getByRole('row', { name: /video/ }).click();
  await tab('Story').click();
  await expect(line(/WORK_STATUS 1 of 2, from Job server to client/)).toHaveCount(1);
  await expect(page.locator('.story')).toContainText('goes on');
  const before = await lines().count();
  expect(await violations(page)).toEqual([]);
  await writeFile(gate, '');
  await expect(line(/WORK_COMPLETE, from Job server to client/)).toHaveCount(1);
  await expect(page.locator('.story')).not.toContainText('goes on');
  expect(await lines().count()).toBe(before + 4);
});

test('by keys to a packet, and from there to the traffic', async () => {
  const { page } = app;
  await page.getByRole('listbox', { name: /^Story of/ }).focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('option', { selected: true })).toHaveAccessibleName(/WORK_COMPLETE/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Packet/ }).last()).toBeVisible();
  await expect(page.locator('.banner')).toContainText('Following');
  await go(app, 'Jobs');
  await tab('Story').click();
});

test('in a small window the story scrolls as one, and what is told of a line stays in sight', async () => {
  const { page, electron } = app;
  await resize(electron, { width: 900, height: 600 });
  const story = page.getByRole('listbox', { name: /^Story of/ });
  await story.focus();
  await page.keyboard.press('End');
  const told = page.getByRole('region', { name: 'Done' });
  await expect(told).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('option', { selected: true })).toBeInViewport({ ratio: 1 });
  expect(await story.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0);
  expect(await violations(page)).toEqual([]);
  await resize(electron, { width: 1280, height: 800 });
});

test('what is saved is a picture by itself, with its colours and its words', async () => {
  const { page } = app;
  const path = join(folder, 'story.svg');
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await page.getByRole('button', { name: 'Save or copy the story' }).click();
  await page.getByRole('menuitem', { name: 'Save as SVG…' }).click();
  await expect(page.getByText(/Story saved to/)).toBeVisible();
  const file = await readFile(path, 'utf8');
  expect(file).toContain('WORK_COMPLETE');
  expect(file).not.toMatch(/var\(|light-dark|class=|style=/);
  // It is drawn by whoever shows pictures: as large, and not one colour.
  const drawn = await page.evaluate(async (svg) => {
    const image = new Image();
    image.src = `data:image/svg+xml;base64,${btoa(String.fromCharCode(...new TextEncoder().encode(svg)))}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set<number>();
    for (let at = 0; at < data.length; at += 4) colours.add((data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!);
    return { colours: colours.size };
  }, file);
  expect(drawn.colours).toBeGreaterThan(20);
});

test('a snippet in a language, which is remembered', async () => {
  const { page } = app;
  await tab('Snippets').click();
  await page.getByRole('combobox', { name: 'Language' }).click();
  await page.getByRole('option', { name: 'Go', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Go' })).toContainText('var workload = "<b>&\\"北京"');
  expect(await violations(page)).toEqual([]);
  expect((await app.call('settings.get', undefined)).snippetLanguage).toBe('go');
});
