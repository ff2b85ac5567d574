import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { defineFunction, packets } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
test.beforeAll(async () => {
  app = await launch();
  await defineFunction(app, { name: 'copy', argv: ['cat'] });
});
test.afterAll(() => app.close());

const sheet = () => app.page.getByRole('dialog', { name: 'Submit job' });
const workload = () => sheet().getByRole('textbox', { name: 'Workload' });
const result = () => sheet().getByRole('region', { name: 'Result' });

const as = (form: string) =>
  sheet().getByRole('radiogroup', { name: 'Workload as' }).getByRole('radio', { name: form }).click();

async function open(name: string): Promise<void> {
  await app.page.keyboard.press('Control+N');
  await sheet().getByLabel('Function').fill(name);
  await app.page.keyboard.press('Tab');
}

/** The bytes of the last packet of a type, as the server heard them. */
async function heard(type: string): Promise<string> {
  const seq = (await packets(app)).findLast((row) => row.type === type)?.seq ?? -1;
  const bytes = await app.call('bytes.page', { seq, from: 0 });
  return Object.values(bytes ?? {})
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(' ');
}

test('what the preview shows is what is sent', async () => {
  await open('copy');
  await workload().fill('alpha\n中文\n');
  await expect(sheet().getByText('13 bytes, 9 characters')).toBeVisible();
  await sheet().getByRole('combobox', { name: 'Unique ID' }).click();
  await app.page.getByRole('option', { name: 'Hash of workload' }).click();
  await sheet().getByRole('radio', { name: 'High' }).click();
  await expect(sheet().getByText('SUBMIT_JOB_HIGH').first()).toBeVisible();
  await expect(
    sheet().getByText(/^printf 'alpha\\n中文\\n' \| gearman -p \d+ -f copy -I -u [0-9a-f]{32}$/),
  ).toBeVisible();
  const rows = sheet().getByRole('region', { name: 'Packet that is sent' }).locator('.hex__bytes b');
  const shownBytes = async () => (await rows.allTextContents()).join(' ');
  await expect.poll(async () => (await shownBytes()).length).toBeGreaterThan(150);
  const shown = await shownBytes();
  await app.page.keyboard.press('Control+Shift+Enter');
  await expect(result().getByText(/^Done in/)).toBeVisible();
  await expect(result().locator('pre').first()).toHaveText('alpha\n中文\n');
  await expect(result().getByRole('img', { name: /Waited .* Ran .* Answer/ })).toBeVisible();
  const sent = await heard('SUBMIT_JOB_HIGH');
  expect(sent.startsWith(shown)).toBe(true);
  await sheet().getByRole('radio', { name: 'Normal' }).click();
  await sheet().getByRole('combobox', { name: 'Unique ID' }).click();
  await app.page.getByRole('option', { name: 'None' }).click();
});

test('JSON is checked as it is written, formatted, and sent with its big numbers', async () => {
  await as('JSON');
  await workload().fill('{"id": 9007199254740993,\n"a": }');
  await expect(sheet().getByText('This is not JSON: line 2, column 6.', { exact: false }).first()).toBeVisible();
  await expect(sheet().getByRole('button', { name: /Submit and stay/ })).toBeDisabled();
  expect(await violations(app.page)).toEqual([]);
  await workload().fill('{"id":9007199254740993,"a":[1.50]}');
  await sheet().getByRole('button', { name: 'Format' }).click();
  await app.page.keyboard.press('Control+Shift+Enter');
  await expect(result().locator('pre').first()).toHaveText('{\n  "id": 9007199254740993,\n  "a": [\n    1.50\n  ]\n}');
});

test('bytes are written in hexadecimal', async () => {
  await as('Hex');
  await workload().fill('00 ff 6');
  await expect(sheet().getByText('Character 7 is no hexadecimal digit of a pair.')).toBeVisible();
  await workload().fill('00 ff 61');
  await app.page.keyboard.press('Control+Shift+Enter');
  await expect(result().locator('.hex__bytes').first()).toHaveText('00ff61');
});

test('a template is filled in as the preview shows', async () => {
  await as('Template');
  await workload().fill('{{i}} {{emial}}');
  await expect(sheet().getByText(/there is no column or field “emial”/)).toBeVisible();
  await workload().fill('{{i}} {{uuid}}');
  const command = sheet().getByText(/^printf '1 [0-9a-f-]{36}' \| gearman/);
  await expect(command).toBeVisible();
  const [, filled = ''] = /'(1 [^']*)'/.exec((await command.textContent()) ?? '') ?? [];
  await app.page.keyboard.press('Control+Shift+Enter');
  await expect(result().locator('pre').first()).toHaveText(filled);
});

test('a name that is like a known one is remarked', async () => {
  await sheet().getByLabel('Function').fill('Copy ');
  await app.page.keyboard.press('Tab');
  await sheet().getByRole('button', { name: 'Use Copy' }).click();
  await sheet().getByRole('button', { name: 'Use copy' }).click();
  await expect(sheet().getByLabel('Function')).toHaveValue('copy');
});

test('an ID of 65 bytes and a time that is past are refused before anything is sent', async () => {
  await as('Text');
  await sheet().getByRole('combobox', { name: 'Unique ID' }).click();
  await app.page.getByRole('option', { name: 'Own' }).click();
  await sheet().getByRole('textbox', { name: 'Unique ID' }).fill('ü'.repeat(33));
  await expect(sheet().getByText('A unique ID has at most 64 bytes; this one has 66.')).toBeVisible();
  await expect(sheet().getByRole('button', { name: /^Submit job/ })).toBeDisabled();
  await sheet().getByRole('textbox', { name: 'Unique ID' }).fill('mine');
  await sheet().getByRole('combobox', { name: 'When' }).click();
  await app.page.getByRole('option', { name: 'Later' }).click();
  await sheet().getByRole('textbox', { name: 'Time' }).fill('2020-01-01 00:00');
  await expect(sheet().getByText('This time is past.', { exact: false })).toBeVisible();
  await expect(sheet().getByRole('button', { name: /^Submit job/ })).toBeDisabled();
  await sheet().getByRole('textbox', { name: 'Time' }).fill('+2');
  await app.page.keyboard.press('Control+Shift+Enter');
  await expect(result().getByText(/^Accepted in/)).toBeVisible();
  const mine = async () =>
    (await app.call('jobs.window', { rows: 100 })).rows.find(({ unique }) => unique === 'mine')?.state;
  await expect.poll(mine).toBe('done');
  await sheet().getByRole('combobox', { name: 'When' }).click();
  await app.page.getByRole('option', { name: 'Now' }).click();
});

test('a job that nobody can do is asked about; it can be left, and its result comes back', async () => {
  await sheet().getByLabel('Function').fill('nobody');
  await app.page.keyboard.press('Tab');
  await workload().fill('x');
  await app.page.keyboard.press('Control+Enter');
  const asked = app.page.getByRole('alertdialog', { name: 'Nobody does nobody' });
  await expect(asked).toBeVisible();
  expect(await violations(app.page)).toEqual([]);
  await asked.getByRole('button', { name: 'Cancel' }).click();
  await expect(asked).toBeHidden();
  expect((await app.call('submissions.list', undefined))[0]?.function).toBe('copy');
  await app.page.keyboard.press('Control+Enter');
  await asked.getByRole('button', { name: 'Submit anyway' }).click();
  await expect(sheet()).toBeHidden();
  await app.page.getByRole('button', { name: 'Show result' }).click();
  await expect(result().getByText(/^Queued for/)).toBeVisible();
  await result().getByRole('button', { name: 'Stop waiting' }).click();
  await expect(result().getByText('No longer waited for')).toBeVisible();
});

test('an own worker is started from the question', async () => {
  await app.call('workers.stop', { name: 'copy' });
  await expect
    .poll(async () => (await app.call('functions.list', undefined)).find(({ name }) => name === 'copy')?.workers.length)
    .toBe(0);
  await sheet().getByLabel('Function').fill('copy');
  await app.page.keyboard.press('Tab');
  await workload().fill('started');
  await app.page.keyboard.press('Control+Shift+Enter');
  await app.page.getByRole('alertdialog').getByRole('button', { name: 'Start worker' }).click();
  await expect(result().locator('pre').first()).toHaveText('started');
});

test('the results of before are kept while the sheet is closed', async () => {
  await app.page.keyboard.press('Escape');
  await expect(sheet()).toBeHidden();
  await app.page.keyboard.press('Control+N');
  const recent = sheet().getByRole('region', { name: 'Recent' });
  await recent.getByRole('button', { name: /^nobody.*no longer waited for/ }).click();
  await expect(result().getByText('No longer waited for')).toBeVisible();
  await recent
    .getByRole('button', { name: /^copy.*done/ })
    .first()
    .click();
  await expect(result().locator('pre').first()).toHaveText('started');
});

test('a job goes to another server; one that is not there is told', async () => {
  await open('copy');
  await as('Text');
  await workload().fill('over there');
  await sheet().getByRole('radio', { name: 'Another' }).click();
  const address = sheet().getByRole('textbox', { name: 'Host and port' });
  await expect(sheet().getByText('Write host and port as')).toBeVisible();
  await address.fill(`127.0.0.1:${app.port}`);
  await expect(sheet().getByText(`to 127.0.0.1:${app.port}`)).toBeVisible();
  await app.page.keyboard.press('Control+Shift+Enter');
  await expect(result().locator('pre').first()).toHaveText('over there');
  await expect(result().getByText('Sent to Local.', { exact: false })).toBeVisible();
  await expect(result().getByRole('button', { name: 'Open job' })).toBeVisible(); // it is a server of ours
  expect(await violations(app.page)).toEqual([]);
  await address.fill('127.0.0.1:1');
  await app.page.keyboard.press('Control+Shift+Enter');
  await expect(sheet().getByRole('alert')).toContainText('127.0.0.1:1');
  await sheet().getByRole('radio', { name: 'Embedded' }).click();
});

test('a server that takes the connection and says nothing is named, and can be left', async () => {
  const connected = new Set<Socket>();
  const silent = createServer((socket) => {
    connected.add(socket);
    socket.on('error', () => {}).on('close', () => connected.delete(socket));
    socket.resume();
  });
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const { port } = silent.address() as AddressInfo;
  await sheet().getByRole('radio', { name: 'Another' }).click();
  await sheet().getByRole('textbox', { name: 'Host and port' }).fill(`127.0.0.1:${port}`);
  await app.page.keyboard.press('Control+Shift+Enter');
  await expect(
    result().getByText(`127.0.0.1:${port} took the connection but does not answer.`, { exact: false }),
  ).toBeVisible();
  expect(await violations(app.page)).toEqual([]);
  expect(connected.size).toBe(1);
  await result().getByRole('button', { name: 'Stop waiting' }).click();
  await expect(result().getByText('No longer waited for')).toBeVisible();
  await expect(result().getByText('does not answer', { exact: false })).toBeHidden();
  await expect.poll(() => connected.size).toBe(0);
  await new Promise((done) => silent.close(done));
  await sheet().getByRole('radio', { name: 'Embedded' }).click();
});

test('a file that is chosen sends nothing; its command names it', async () => {
  const before = (await app.call('submissions.list', undefined)).length;
  const file = join(app.data, 'it is.txt');
  await writeFile(file, 'in a file\n');
  await app.choose({ open: file });
  await as('File');
  await sheet().getByRole('button', { name: 'Choose file…' }).click();
  await expect(sheet().getByText(/-f copy .*< '.*it is\.txt'$/)).toBeVisible();
  expect(await app.call('submissions.list', undefined)).toHaveLength(before);
  await app.page.keyboard.press('Control+Shift+Enter');
  await expect(result().locator('pre').first()).toHaveText('in a file\n');
  await app.page.keyboard.press('Escape');
});

const library = () => sheet().getByRole('region', { name: 'Saved' });
const names = () => library().locator('li button').allInnerTexts();
const titles = async () => (await names()).map((text) => text.split('\n')[0]);

async function save(name: string, folder: string, text: string): Promise<void> {
  await workload().fill(text);
  await sheet().getByRole('button', { name: 'Save workload…' }).click();
  const dialog = app.page.getByRole('dialog', { name: 'Save workload' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Folder').fill(folder);
  await app.page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
}

test('workloads are kept in the workspace’s file, in folders, in an order', async () => {
  await open('copy');
  await as('Text');
  // With the unique ID of before one of them would join another that is not done yet.
  await sheet().getByRole('combobox', { name: 'Unique ID' }).click();
  await app.page.getByRole('option', { name: 'None', exact: true }).click();
  await save('one', '', 'first');
  await save('two', '', 'second');
  await save('three', 'mail', 'third');
  expect(await violations(app.page)).toEqual([]);
  expect(await titles()).toEqual(['one', 'two', 'three']);
  await library().getByRole('button', { name: /^two/ }).focus();
  await app.page.keyboard.press('Alt+ArrowUp');
  await expect.poll(titles).toEqual(['two', 'one', 'three']);
  await library().getByRole('button', { name: /^one/ }).focus();
  await app.page.keyboard.press('Alt+ArrowDown');
  await expect(library().getByRole('heading', { name: /^mail/ })).toBeVisible();
  const places = async () =>
    (await app.call('workspace.get', undefined)).workloads.map(({ folder, name }) => `${folder}/${name}`);
  await expect.poll(places).toEqual(['/two', 'mail/one', 'mail/three']);
  await expect.poll(titles).toEqual(['two', 'one', 'three']);
});

test('a workload is dragged to another place', async () => {
  await library()
    .getByRole('button', { name: /^three/ })
    .dragTo(library().getByRole('button', { name: /^two/ }));
  await expect.poll(titles).toEqual(['three', 'two', 'one']);
});

test('one key sends a saved workload again; a click takes it over', async () => {
  await library().getByRole('button', { name: /^two/ }).focus();
  await app.page.keyboard.press('r');
  await expect(result().locator('pre').first()).toHaveText('second');
  await library().getByRole('button', { name: /^one/ }).click();
  await expect(workload()).toHaveValue('first');
});

test('all are sent at once', async () => {
  const before = (await app.call('submissions.list', undefined)).length;
  await library().getByRole('button', { name: 'Submit all saved workloads' }).click();
  await expect.poll(async () => (await app.call('submissions.list', undefined)).length).toBe(before + 3);
  await expect(result().locator('pre').first()).toHaveText('first');
});

test('one that was removed is brought back to where it was', async () => {
  await library().getByRole('button', { name: /^two/ }).focus();
  await app.page.keyboard.press('Delete');
  await expect.poll(titles).toEqual(['three', 'one']);
  await library().getByRole('button', { name: 'Undo' }).click();
  await expect.poll(titles).toEqual(['three', 'two', 'one']);
  await app.page.keyboard.press('Escape');
});
