import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Input } from '../../main/contract/api.ts';
import type { FunctionColour } from '../../main/contract/functions.ts';
import { SERVER_COLOURS } from '../../main/contract/servers.ts';
import type { Settings } from '../../main/contract/settings.ts';
import type { Screen } from '../../renderer/store/app.ts';
import { fill as fillHistory, HISTORY, openHistory } from '../bench/many-jobs.ts';
import { needs } from '../support/peers.ts';
import { type Background, run, until } from '../support/processes.ts';
import { canMount, smallDisk } from '../support/small-disk.ts';
import { smallPng } from '../support/small-png.ts';
import { type App, freePort, type LaunchOptions, launch, writeSettings } from './app.ts';
import { privatePhp } from './private-php.ts';
import { at, startGearmand, startWorker } from './stock.ts';

/*
 * npm run shots: pictures of every screen with real data, into out/shots, in light and dark, English and Chinese, and three
 * sizes. `--guide` makes the pictures of docs/guide instead, small files. `--only TEXT` makes those whose name has the text:
 * `--only jobs`, `--only zh-dark-900`.
 */

const options = { guide: { type: 'boolean' }, only: { type: 'string' } } as const;
const { values } = import.meta.main ? parseArgs({ options }) : { values: {} as { guide?: boolean; only?: string } };
const root = resolve(import.meta.dirname, '..', '..');
const folder = join(root, 'out/shots');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
  { width: 2560, height: 1440 },
];

/** Pictures of the guide, and the shots that they are. */
const GUIDE = {
  functions: 'functions',
  workers: 'workers',
  jobs: 'jobs',
  story: 'jobs-story',
  why: 'jobs-why',
  traffic: 'traffic',
  doctor: 'doctor',
  settings: 'settings',
  submit: 'submit-done',
  overview: 'overview',
  servers: 'servers',
};
const GUIDE_SIZE = { width: 1280, height: 800 };

type Look = Pick<Settings, 'theme' | 'language'>;
const LOOKS: readonly Look[] = (['light', 'dark'] as const).flatMap((theme) =>
  (['en', 'zh'] as const).map((language) => ({ theme, language })),
);

type Take = (app: App) => Promise<void>;

/** A screen, a sheet or a menu with real data, and how one comes to it in any language. */
export interface Shot {
  name: string;
  take: Take;
  /** What others are not to find. */
  undo?: Take;
}

/** Goes to a screen by what the sidebar calls it in no language. */
const screen = (name: Screen) => async (app: App) => {
  await app.page.keyboard.press('Escape');
  await app.page.keyboard.press('Escape');
  await app.page.locator(`nav .nav[data-screen=${name}]`).click();
};
const overview = screen('overview');
const functions = screen('functions');
const workers = screen('workers');
const jobs = screen('jobs');
const traffic = screen('traffic');
const doctor = screen('doctor');
const servers = screen('servers');
const settings = screen('settings');

/** Does what an item of the application's menu does. */
const command = (app: App, id: string) =>
  app.electron.evaluate(
    ({ BrowserWindow }, name) => BrowserWindow.getAllWindows()[0]?.webContents.send('gearbench:event', 'command', name),
    id,
  );

/** An error that nothing in the engine catches, and what the window says of it. */
async function breakSomething({ electron, page }: App): Promise<void> {
  await electron.evaluate(() => void setTimeout(() => Promise.reject(new RangeError('a picture'))));
  await page.locator('.banner--error').first().waitFor();
}

/** Types into the filter; what is suggested meanwhile goes away with the focus. */
async function narrow({ page }: App, filter: string): Promise<void> {
  await page.locator('#traffic-filter').fill(filter);
  await page.locator('#traffic-filter').blur();
}

const filterField = (app: App) => app.page.locator('#traffic-filter');

const clearFilter: Take = (app) => narrow(app, '');

/** It may not be there. */
const ASKED = { timeout: 500 };

/** A burst of jobs, seen by who follows. */
async function manyJobs({ call, page }: App, jobs: number): Promise<void> {
  for (let job = 0; job < jobs; job += 1)
    await call('workload.submit', {
      function: job % 3 === 0 ? 'wc' : 'webhook.post',
      workload: { kind: 'text', text: `${job}\n` },
      background: job % 3 !== 0,
    });
  await page.waitForTimeout(300);
}

const row = (app: App, text: RegExp) => app.page.getByRole('row', { name: text }).first();

/** The sheet that submits a job, for a function, with the workload in one of its forms. */
async function composer(app: App, name = '', form = 0) {
  await overview(app);
  await app.page.keyboard.press('Control+N');
  const sheet = app.page.getByRole('dialog');
  await sheet.getByRole('combobox').first().fill(name);
  await app.page.keyboard.press('Tab');
  await sheet
    .getByRole('radio')
    .nth(2 + form)
    .click();
  if (form === 0)
    await sheet
      .locator('textarea')
      .first()
      .fill(name === '' ? '' : 'alpha\n');
  return sheet;
}

/** Where the composer's job goes to: the embedded server, or another. A result beside it has choices of its own. */
const targets = (app: App) =>
  app.page
    .getByRole('dialog')
    .locator('[role=radiogroup]:not(section[aria-live] [role=radiogroup])')
    .last()
    .getByRole('radio');

/** The same for many jobs, with the rows of a file. */
async function many(app: App, template: string) {
  const sheet = await composer(app, 'reverse');
  await sheet.getByRole('radio').nth(1).click();
  const names = ['Mei', 'Ana', 'Ōta', 'Zoë', 'Łukasz', '李雷', 'Fatima', 'Jürgen'];
  const rows = Array.from({ length: 400 }, (_, at) => `${names[at % names.length]},user${at}@example.com\n`);
  const path = join(app.data, 'customers.csv');
  await writeFile(path, `name,email\n${rows.join('')}`);
  await app.choose({ open: path });
  await sheet.locator('dd .button').first().click();
  await sheet.getByText('customers.csv').first().waitFor();
  await sheet.getByRole('radio').nth(6).click();
  await sheet.locator('.cm-content').fill(template);
  return sheet;
}

const one: Take = (app) => app.page.getByRole('dialog').getByRole('radio').first().click();

/** A server of others that is chosen among all. */
async function server(app: App, id: 'staging' | 'production', button: 'left' | 'right' = 'left'): Promise<void> {
  await attachServers(app);
  await servers(app);
  await app.page.locator(`main [data-key=${id}]`).click({ button });
}

/** The same with its console open. */
async function consoleOf(app: App, id: 'staging' | 'production'): Promise<void> {
  await server(app, id);
  await app.page.locator('.inspector [role=tab]').last().click();
  await app.page.locator('.inspector [role=log]').waitFor();
}

export const SHOTS: readonly Shot[] = [
  { name: 'overview', take: async (app) => overview(app) },
  {
    name: 'functions',
    take: async (app) => {
      await functions(app);
      await row(app, /\bwc[:：]/).click();
    },
  },
  {
    name: 'functions-more',
    take: async (app) => {
      await functions(app);
      await row(app, /\bwc[:：]/).click();
      await app.page
        .locator('details:not([open]) > summary')
        .click({ timeout: 1000 })
        .catch(() => {}); // it may be open
    },
  },
  {
    name: 'functions-new',
    take: async (app) => {
      await functions(app);
      await app.page.locator('.screenbar button').first().click();
      await app.page.getByPlaceholder('gearman -w -f wc -- wc -l').fill('gearman -w -n -f lines -- cat -n');
    },
  },
  {
    name: 'functions-test-run',
    take: async (app) => {
      await functions(app);
      await row(app, /\bmail\.send[:：]/).click();
      const trial = app.page.locator('.inspector section').first();
      await trial.locator('textarea').fill('{"to":"mei@example.cn"}');
      await app.page.keyboard.press('Control+Enter');
      await trial.getByRole('tab').last().click();
      await trial.getByRole('listbox').scrollIntoViewIfNeeded();
      await trial.locator('.hex').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'functions-secrets',
    take: async (app) => {
      await functions(app);
      await row(app, /\bnewsletter[:：]/).click();
      await app.page.locator('fieldset', { hasText: 'SMTP_PASSWORD' }).last().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'secrets-asked',
    take: async (app) => {
      await functions(app);
      await row(app, /\bnewsletter[:：]/).click();
      await app.page.locator('.inspector__head button').first().click();
      await app.page.getByRole('alertdialog').locator('input').first().fill('hunter2');
    },
  },
  {
    name: 'functions-templates',
    take: async (app) => {
      await functions(app);
      await app.page.locator('.screenbar button').first().click();
      await app.page.locator('.inspector .select').first().click();
    },
  },
  {
    name: 'functions-menu',
    take: async (app) => {
      await functions(app);
      await row(app, /\bwc[:：]/).click({ button: 'right' });
    },
  },
  {
    name: 'functions-speaks-gearman',
    take: async (app) => {
      await functions(app);
      await app.page.locator('.screenbar button').first().click();
      await app.page.locator('.inspector .select').first().click();
      await app.page.getByRole('menuitem', { name: /PHP W/i }).click();
    },
  },
  {
    name: 'functions-missing-program',
    take: async (app) => {
      await functions(app);
      await row(app, /\bthumbnail[:：]/).click();
    },
  },
  {
    name: 'functions-outside',
    take: async (app) => {
      await functions(app);
      await row(app, /\bresize[:：]/).click();
    },
  },
  {
    name: 'functions-new-empty',
    take: async (app) => {
      await functions(app);
      await app.page.locator('.screenbar').getByRole('button').first().click();
    },
  },
  {
    name: 'workers',
    take: async (app) => {
      await workers(app);
      await app.page.keyboard.press('Escape');
      await row(app, /mail\.send-1/).click();
    },
  },
  {
    name: 'workers-function',
    take: async (app) => {
      await workers(app);
      await row(app, /image\.exif/).click();
    },
  },
  {
    name: 'workers-outside',
    take: async (app) => {
      await workers(app);
      await row(app, /resize/).click();
    },
  },
  {
    name: 'workers-menu',
    take: async (app) => {
      await workers(app);
      await row(app, /report-1/).click({ button: 'right' });
    },
  },
  {
    name: 'jobs',
    take: async (app) => {
      await jobs(app);
      await row(app, /mail\.send/).click();
    },
  },
  {
    name: 'jobs-searched',
    take: async (app) => {
      await jobs(app);
      await app.page.getByRole('searchbox').fill('mail');
      await app.page.locator('.screenbar button').last().click(); // its menu
    },
    undo: async (app) => {
      await app.page.keyboard.press('Escape');
      await app.page.getByRole('searchbox').fill('');
    },
  },
  {
    name: 'jobs-clear',
    take: async (app) => {
      await jobs(app);
      await app.page.locator('.screenbar button').last().click();
      await app.page.getByRole('menuitem').last().click();
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'jobs-workload',
    take: async (app) => {
      await jobs(app);
      await row(app, /resize/).click();
      await app.page.getByRole('tab').nth(1).click();
    },
  },
  {
    name: 'jobs-why',
    take: async (app) => {
      await jobs(app);
      await row(app, /pdf\.render/).click();
      await app.page.getByRole('tab').first().click();
    },
  },
  {
    name: 'jobs-compared',
    take: async (app) => {
      await jobs(app);
      await row(app, /webhook\.post/).click();
      await app.page.getByRole('tab').nth(1).click();
      await app.page.getByRole('complementary').getByRole('radio').nth(1).click();
    },
    undo: (app) => app.page.getByRole('complementary').getByRole('radio').first().click(),
  },
  {
    name: 'jobs-story',
    take: async (app) => {
      await jobs(app);
      await row(app, /transcode/).click();
      await app.page.getByRole('tab').nth(3).click();
      await app.page.getByRole('option').nth(3).click();
    },
  },
  {
    name: 'jobs-snippets',
    take: async (app) => {
      await jobs(app);
      await row(app, /transcode/).click();
      await app.page.getByRole('tab').nth(4).click();
      await app.call('settings.change', { snippetLanguage: 'python' });
    },
  },
  {
    name: 'jobs-story-scale',
    take: async (app) => {
      await jobs(app);
      await row(app, /transcode/).click();
      await app.page.getByRole('tab').nth(3).click();
      await app.call('settings.change', { storyTime: 'scale' });
      await app.page.getByRole('option').last().click();
    },
    undo: async (app) => {
      await app.call('settings.change', { storyTime: 'compressed' });
    },
  },
  {
    name: 'traffic-story',
    take: async (app) => {
      await traffic(app);
      await narrow(app, 'gb.func == "transcode" and gearman.pkt_type == WORK_COMPLETE');
      await row(app, /WORK_COMPLETE/).click();
      await app.page.keyboard.press('f');
      await narrow(app, '');
      await app.page.locator('.banner [role=radio]').last().click();
    },
    undo: async (app) => {
      await app.page.locator('.banner button').last().click();
    },
  },
  {
    name: 'traffic',
    take: async (app) => {
      await traffic(app);
      const submitted = row(app, /SUBMIT_JOB.\s?resize/);
      await narrow(app, '');
      await app.page.waitForTimeout(200);
      // A small window has room for the packets of one job only.
      if ((await submitted.count()) === 0) await narrow(app, 'resize');
      await submitted.click();
      await app.page.getByRole('treeitem').nth(3).click();
    },
  },
  ...['layers', 'php', 'picture', 'binary', 'large', 'broken'].map((what) => ({
    name: `packet-${what}`,
    take: async (app: App) => {
      await traffic(app);
      await packetsOfAllKinds(app);
      await narrow(app, `kind.${what}`);
      await row(app, /SUBMIT_JOB_BG/).click();
      await app.page.getByRole('tree').waitFor();
      await app.page.waitForTimeout(600);
      if (what === 'php') await app.page.getByRole('treeitem', { name: /^roles/ }).dblclick();
      if (what !== 'picture')
        await app.page
          .getByRole('treeitem')
          .nth(what === 'layers' || what === 'php' ? 5 : 3)
          .click();
    },
  })),
  {
    name: 'search',
    take: async (app) => {
      await traffic(app);
      await packetsOfAllKinds(app);
      await narrow(app, '');
      await app.page.keyboard.press('Control+Shift+F');
      await app.page.locator('[data-search] input[type=search]').fill('alpha');
      await app.page.keyboard.press('Enter');
      await app.page.waitForTimeout(600);
      await app.page.keyboard.press('Enter');
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'traffic-no-match',
    take: async (app) => {
      await traffic(app);
      await filterField(app).fill('no such packet');
      await app.page.keyboard.press('Enter');
    },
    undo: clearFilter,
  },
  {
    name: 'traffic-filtered',
    take: async (app) => {
      await traffic(app);
      await filterField(app).fill('gearman.func.name == "resize" or gb.func == "wc" and not gb.self');
      await app.page.keyboard.press('Escape');
      await app.page.keyboard.press('Enter');
    },
    undo: clearFilter,
  },
  {
    name: 'traffic-filter-offers',
    take: async (app) => {
      await traffic(app);
      await filterField(app).fill('gb.dir == "S->W" and gearman.func.name == ');
      await app.page.locator('[id$="-0"][role=option]').first().waitFor();
      await app.page.keyboard.press('ArrowDown');
    },
    undo: clearFilter,
  },
  {
    name: 'traffic-filter-wrong',
    take: async (app) => {
      await traffic(app);
      await filterField(app).fill('gearman.func.nam == "resize"');
      await app.page.keyboard.press('Enter');
      await app.page.locator('#filter-problem').waitFor();
    },
    undo: clearFilter,
  },
  {
    name: 'traffic-filter-menu',
    take: async (app) => {
      await traffic(app);
      await narrow(app, 'gearman.pkt_type == SUBMIT_JOB');
      await row(app, /SUBMIT_JOB/)
        .getByRole('gridcell')
        .nth(5)
        .click({ button: 'right' });
      await app.page.getByRole('menu').waitFor();
    },
    undo: async (app) => {
      await app.page.keyboard.press('Escape');
      await clearFilter(app);
    },
  },
  {
    name: 'traffic-busy',
    take: async (app) => {
      await traffic(app);
      await clearFilter(app);
      await app.page.keyboard.press('Escape');
      await app.page
        .locator('button:has(.lucide-arrow-down-to-line)[aria-pressed=false]')
        .first()
        .click(ASKED)
        .catch(() => {});
      await manyJobs(app, 200);
    },
  },
  {
    name: 'traffic-paused',
    take: async (app) => {
      await traffic(app);
      await clearFilter(app);
      await command(app, 'traffic.pause');
      await app.page.locator('.banner--warn').waitFor();
      await manyJobs(app, 20);
      await app.page.locator('[role=grid] [role=row][aria-selected]').nth(14).click();
    },
    undo: async (app) => {
      await app.page.keyboard.press('Escape');
      await command(app, 'traffic.pause');
    },
  },
  ...(['lanes', 'rates'] as const).map((picture) => ({
    name: `traffic-${picture}`,
    take: async (app: App) => {
      await app.call('settings.change', { packetPicture: picture });
      await traffic(app);
      await clearFilter(app);
      await manyJobs(app, 40);
      await app.page.waitForTimeout(900);
    },
    undo: async (app: App) => {
      await app.call('settings.change', { packetPicture: 'none' });
    },
  })),
  {
    name: 'traffic-large',
    take: async (app) => {
      await traffic(app);
      await packetsOfAllKinds(app);
      await narrow(app, 'kind.large');
      await row(app, /SUBMIT_JOB_BG/).click();
      await app.page.getByRole('treeitem').nth(4).waitFor();
      await app.page.getByRole('treeitem').nth(4).click();
    },
    undo: clearFilter,
  },
  {
    name: 'traffic-file-left',
    take: async (app) => {
      const path = join(app.data, 'yesterday.pcapng');
      await app.choose({ save: path, open: path });
      await app.call('captures.export', { format: 'pcapng', packets: { which: 'all' } });
      await traffic(app);
      await command(app, 'capture.open');
      await app.page.locator('.banner').first().waitFor();
      await jobs(app);
      await row(app, /wc/).click();
      await app.page.locator('.inspector .lucide-arrow-left-right').click();
      await app.page.locator('.banner').first().waitFor();
    },
    undo: async (app) => {
      await app.page.locator('.banner .button').last().click();
      await clearFilter(app);
    },
  },
  {
    name: 'traffic-colours',
    take: async (app) => {
      await app.call('settings.change', { colourRules: COLOUR_RULES });
      await traffic(app);
      await narrow(app, 'gb.job');
      await app.page.waitForTimeout(300);
      await app.page.locator('[role=grid] [role=row][aria-selected]').nth(14).click();
    },
    undo: clearFilter,
  },
  {
    name: 'traffic-colour-rules',
    take: async (app) => {
      await traffic(app);
      await app.page.keyboard.press('Control+Shift+K');
      await app.page.getByRole('dialog').locator('[aria-invalid=true]').waitFor();
    },
    undo: async (app) => {
      await app.page.keyboard.press('Escape');
      await app.call('settings.change', { colourRules: [] });
    },
  },
  {
    name: 'traffic-expert',
    take: async (app) => {
      await traffic(app);
      const expert = app.page.locator('button:has(.lucide-lightbulb)');
      if ((await expert.getAttribute('aria-pressed')) !== 'true') await expert.click();
      const finding = app.page.locator('h3 button').first();
      await finding.waitFor();
      if ((await finding.getAttribute('aria-expanded')) !== 'true') await finding.click();
    },
    undo: (app) => app.page.locator('button:has(.lucide-lightbulb)').click(),
  },
  {
    name: 'doctor',
    take: async (app) => {
      await doctor(app);
      await app.page.locator('[aria-busy=false]').waitFor();
      const passed = app.page.locator('footer [aria-pressed=true]');
      if ((await passed.count()) > 0) await passed.click();
    },
  },
  {
    name: 'doctor-passed',
    take: async (app) => {
      await doctor(app);
      await app.page.locator('[aria-busy=false]').waitFor();
      const hidden = app.page.locator('footer [aria-pressed=false]');
      if ((await hidden.count()) > 0) await hidden.click();
    },
  },
  {
    name: 'doctor-proof',
    take: async (app) => {
      await doctor(app);
      await app.page.locator('[aria-busy=false]').waitFor();
      await app.page.locator('.screen__main header button').first().click();
      const packets = app.page.locator('.screen__main article summary').first();
      await packets.waitFor();
      await packets.evaluate((summary) => summary.closest('details')?.setAttribute('open', ''));
    },
  },
  {
    name: 'doctor-paste',
    take: async (app) => {
      await doctor(app);
      await app.page.locator('.screen__main footer button').nth(2).click();
      const log = [
        'running: phpize',
        'Cannot find autoconf. Please check your autoconf installation',
        'ERROR: phpize failed',
      ];
      await app.page.getByRole('dialog').locator('textarea').fill(log.join('\n'));
      await app.page.getByRole('dialog').locator('article').waitFor();
    },
  },
  {
    name: 'doctor-connect',
    take: async (app) => {
      await doctor(app);
      await app.page.locator('.screen__main header button').nth(1).click();
      await app.page.getByRole('dialog').locator('pre').first().waitFor();
    },
  },
  {
    name: 'doctor-step',
    take: async (app) => {
      await doctor(app);
      await app.page.locator('.inspector .button--primary').click();
      await app.page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'doctor-done',
    take: async (app) => {
      await doctor(app);
      await app.page.locator('.inspector .button--primary').click();
      await app.page.getByRole('alertdialog').locator('.button--primary').click();
      await app.page.getByRole('log').locator('[role=status] .state').waitFor();
      await app.page.locator('[aria-busy=false]').waitFor();
    },
    undo: async (app) => {
      await app.page.keyboard.press('Control+J');
      await app.page.locator('.inspector [role=group] .button').first().click();
      await app.page.locator('.inspector .button--primary').waitFor();
    },
  },
  {
    name: 'submit-empty',
    take: async (app) => {
      await composer(app);
    },
  },
  {
    name: 'submit-done',
    take: async (app) => {
      const sheet = await composer(app, 'wc');
      await sheet.locator('textarea').fill('alpha\nbeta\n中文\n');
      await app.page.keyboard.press('Control+Shift+Enter');
      await sheet.locator('section[aria-live] pre').first().waitFor();
    },
  },
  {
    name: 'submit-json-wrong',
    take: async (app) => {
      const sheet = await composer(app, 'webhook-post', 1);
      await sheet.locator('.cm-content').fill('{\n  "id": 9007199254740993,\n  "to": [1, 2,\n}');
      await sheet.locator('.help--error').first().waitFor();
    },
  },
  {
    name: 'submit-template',
    take: async (app) => {
      const sheet = await composer(app, 'wc', 4);
      await sheet.locator('.cm-content').fill('{"id": "{{uuid}}", "name": {{json person.fullName}}, "n": {{i}}}');
      await sheet.locator('.command').waitFor();
    },
  },
  {
    name: 'submit-running',
    take: async (app) => {
      const sheet = await composer(app, 'progress');
      await app.page.keyboard.press('Control+Shift+Enter');
      await sheet.locator('progress').waitFor();
    },
  },
  {
    name: 'submit-later',
    take: async (app) => {
      const sheet = await composer(app, 'wc');
      await sheet.locator('.select').nth(1).click();
      await app.page.getByRole('option').last().click();
      await sheet.locator('.select').nth(0).scrollIntoViewIfNeeded();
    },
    undo: async (app) => {
      const sheet = app.page.getByRole('dialog');
      await sheet.locator('.select').nth(1).click();
      await app.page.getByRole('option').first().click();
    },
  },
  {
    name: 'submit-saved',
    take: async (app) => {
      const sheet = await composer(app, 'wc');
      await sheet.locator('nav li button').first().click();
    },
  },
  {
    name: 'submit-many',
    take: async (app) => {
      const sheet = await many(app, '{"to": {{json email}}, "name": {{json name}}, "nr": {{i}}}');
      await sheet.locator('ol li').first().waitFor();
    },
    undo: one,
  },
  {
    name: 'submit-many-wrong',
    take: async (app) => {
      const sheet = await many(app, '{"to": {{json emial}}}');
      await sheet.locator('.help--error').first().waitFor();
    },
    undo: one,
  },
  {
    name: 'submit-many-done',
    take: async (app) => {
      const sheet = await many(app, '{{name}}');
      for (const rate of ['', '200']) {
        await sheet.locator('input[inputmode]').nth(1).fill(rate);
        await app.page.keyboard.press('Control+Enter');
        await app.page.waitForTimeout(300);
        await sheet.locator('section progress').waitFor({ state: 'detached' });
      }
      await sheet.locator('section .select').last().click();
      await app.page.getByRole('option').nth(1).click();
    },
    undo: one,
  },
  {
    name: 'submit-silent',
    take: async (app) => {
      const silent = createServer((socket) => socket.on('error', () => {}).resume()).unref();
      const port = await new Promise<number>((done) =>
        silent.listen(0, '127.0.0.1', () => done((silent.address() as AddressInfo).port)),
      );
      const sheet = await composer(app, 'wc');
      await targets(app).nth(1).click();
      await sheet.locator('input[type=text], input:not([type])').last().fill(`127.0.0.1:${port}`);
      await app.page.keyboard.press('Control+Shift+Enter');
      await sheet.locator('.note--warn').waitFor();
    },
    undo: (app) => targets(app).first().click(),
  },
  {
    name: 'submit-nobody',
    take: async (app) => {
      await composer(app, 'thumbnails');
      await app.page.keyboard.press('Control+Enter');
      await app.page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'server-menu',
    take: async (app) => {
      await overview(app);
      await app.page.locator('nav ul[aria-label] .nav').first().click({ button: 'right' });
      await app.page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'about',
    take: async (app) => {
      await functions(app);
      await app.page.locator('.workspace').click();
      await app.page.getByRole('menuitem').nth(2).click();
    },
  },
  {
    name: 'workspace-menu',
    take: async (app) => {
      await overview(app);
      for (const name of ['shop', 'pictures', 'Sandbox']) {
        await app.choose({ open: join(app.data, `${name}.gearbench.json`) });
        if (name !== 'Sandbox')
          await writeFile(join(app.data, `${name}.gearbench.json`), '{"gearbench":1,"functions":[]}');
        await app.call('workspace.open', undefined);
      }
      await rm(join(app.data, 'shop.gearbench.json'));
      await app.page.locator('.workspace').click();
      await app.page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'conflict',
    take: async (app) => {
      const path = join(app.data, 'pictures.gearbench.json');
      const write = (description: string) =>
        writeFile(path, JSON.stringify({ gearbench: 1, description, functions: [] }));
      await app.answer(1);
      await app.call('settings.change', { autosave: false });
      await write('Pictures of the shop');
      await app.choose({ open: path });
      await app.call('workspace.open', undefined);
      await app.call('workspace.describe', { description: 'Pictures of the shop, resized' });
      await write('Pictures, by another hand');
      await functions(app);
      await app.page.locator('.banner--warn').waitFor();
      await app.call('settings.change', { autosave: true }).catch(() => {}); // the conflict stays
    },
    undo: async (app) => {
      await app.choose({ open: join(app.data, 'Sandbox.gearbench.json') });
      await app.answer(1);
      await app.call('workspace.open', undefined);
    },
  },
  {
    name: 'settings-terminal',
    take: async (app) => {
      await command(app, 'terminal.install');
      await app.page.locator('#terminal .command').waitFor();
    },
    undo: async ({ call }) => void (await call('terminal.remove', undefined)),
  },
  {
    name: 'report',
    take: async (app) => {
      await breakSomething(app);
      await command(app, 'report.open');
      await app.page.getByRole('dialog').getByText('RangeError').waitFor();
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'fault',
    take: async (app) => {
      await overview(app);
      await breakSomething(app);
    },
    undo: async ({ call }) => {
      for (const { id } of await call('faults.list', undefined)) await call('faults.dismiss', { id });
    },
  },
  {
    name: 'updates',
    take: async (app) => {
      await command(app, 'updates.look');
      await app.page.getByRole('dialog').waitFor();
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'import',
    take: async (app) => {
      const path = join(app.data, 'workers.txt');
      await writeFile(path, 'gearman -w -f wc -- wc -w\ngearman -w -f lines -- cat -n\n');
      await app.choose({ open: path });
      await functions(app);
      await command(app, 'workspace.import');
      await app.page.getByRole('dialog').getByRole('combobox').first().click();
      await app.page.getByRole('option').nth(2).click();
    },
  },
  {
    name: 'export',
    take: async (app) => {
      await functions(app);
      await command(app, 'workspace.export');
      await app.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'waiting',
    take: async (app) => {
      await overview(app);
      await command(app, 'help.connect');
      await app.page.getByRole('dialog').getByRole('listitem').first().waitFor();
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'palette',
    take: async (app) => {
      await command(app, 'palette.open');
      await app.page.getByRole('combobox').last().fill('re');
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  { name: 'shortcuts', take: async (app) => void (await command(app, 'shortcuts.show')) },
  {
    name: 'servers',
    take: async (app) => {
      await server(app, 'staging');
    },
  },
  {
    name: 'servers-functions',
    take: async (app) => {
      await server(app, 'staging');
      await app.page.getByRole('tab').nth(1).click();
      await app.page.locator('.inspector [data-key="pdf.render"]').click();
    },
  },
  {
    name: 'servers-drop',
    take: async (app) => {
      await app.page.locator('.inspector [role=tabpanel] .button').nth(2).click();
      await app.page.getByRole('alertdialog').waitFor();
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'servers-jobs',
    take: async (app) => {
      await app.page.getByRole('tab').nth(3).click();
      await app.page.locator('.inspector [data-key^="H:"]').first().click();
    },
    undo: (app) => app.page.getByRole('tab').first().click(),
  },
  {
    name: 'servers-console',
    take: async (app) => {
      await consoleOf(app, 'staging');
      const field = app.page.locator('.inspector [role=combobox]');
      for (const line of ['status', 'workers', 'verbose', 'show jobs x']) {
        await field.fill(line);
        await app.page.keyboard.press('Enter');
        await app.page.locator(`.inspector section[aria-label="${line}"] p`).last().waitFor();
      }
      await field.fill('s');
    },
    undo: async (app) => {
      await app.page.keyboard.press('Escape');
      await app.page.keyboard.press('Escape');
      await app.page.locator('.inspector [role=tab]').first().click();
    },
  },
  {
    name: 'servers-console-new',
    take: async (app) => {
      await consoleOf(app, 'production');
    },
    undo: (app) => app.page.locator('.inspector [role=tab]').first().click(),
  },
  {
    name: 'servers-import',
    take: async (app) => {
      await servers(app);
      const path = join(app.data, '.env');
      await writeFile(path, 'GEARMAN_HOST=jobs.internal:4730\nGEARMAN_SERVERS="10.0.0.1, 10.0.0.2:4731"\n');
      await app.choose({ open: path });
      await command(app, 'servers.add');
      await app.page.getByRole('dialog').locator('.sheet__foot button').nth(1).click();
      await app.page.getByRole('dialog').getByRole('checkbox').first().waitFor();
      await app.page.getByRole('dialog').getByRole('listitem').first().waitFor();
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'servers-locked',
    take: async (app) => {
      await server(app, 'production');
    },
  },
  {
    name: 'servers-unlock',
    take: async (app) => {
      await server(app, 'production');
      await app.page.locator('.inspector .note .button').last().click();
      await app.page.getByRole('alertdialog').waitFor();
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'servers-add',
    take: async (app) => {
      await servers(app);
      await command(app, 'servers.add');
      const sheet = app.page.getByRole('dialog');
      await sheet.getByRole('textbox').first().fill(`127.0.0.1:${app.port}, jobs`);
      await sheet.locator('.sheet__foot button').first().click();
      await sheet.locator('.state').nth(1).waitFor();
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'servers-add-proxy',
    take: async (app) => {
      await servers(app);
      await command(app, 'servers.add');
      const sheet = app.page.getByRole('dialog');
      await sheet.getByRole('radio').nth(1).click();
      await sheet.getByRole('textbox').first().fill('jobs.example.com');
      await sheet.getByRole('checkbox').nth(1).click();
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'servers-menu',
    take: async (app) => {
      await server(app, 'staging', 'right');
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'scope-overview',
    take: async (app) => {
      await showSeveral(app);
      await overview(app);
      await app.page.locator('.segmented [role=radio]').first().click();
    },
  },
  {
    name: 'scope-functions',
    take: async (app) => {
      await showSeveral(app);
      await overview(app);
      await app.page.locator('.segmented [role=radio]').nth(1).click();
      await app.page.locator('main [role=gridcell] [aria-expanded=false]').last().click();
    },
  },
  {
    name: 'scope-choose',
    take: async (app) => {
      await showSeveral(app);
      await jobs(app);
      await app.page.locator('.screenbar .select').first().click();
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'scope-jobs',
    take: async (app) => {
      await showSeveral(app);
      await jobs(app);
    },
  },
  {
    name: 'scope-workers',
    take: async (app) => {
      await showSeveral(app);
      await workers(app);
    },
  },
  {
    name: 'scope-traffic',
    take: async (app) => {
      await showSeveral(app);
      await traffic(app);
    },
  },
  {
    name: 'scope-untold',
    take: async (app) => {
      await showSeveral(app);
      await jobs(app);
      await app.page.locator('.screenbar .select').first().click();
      await app.page.getByRole('option', { name: 'staging' }).click();
      await app.page.locator('.empty').waitFor();
    },
    undo: async (app) => command(app, 'scope.all'),
  },
  { name: 'settings', take: async (app) => settings(app) },
  {
    name: 'settings-search',
    take: async (app) => {
      await settings(app);
      await app.page.locator('main input[type="search"]').fill('limit');
    },
    undo: (app) => app.page.locator('main input[type="search"]').fill(''),
  },
  {
    name: 'settings-keys',
    take: async (app) => {
      await settings(app);
      await app.page.locator('#settings-shortcuts').scrollIntoViewIfNeeded();
      await app.page.getByRole('group').getByRole('button').filter({ hasText: 'Ctrl+S' }).first().click();
      await app.page.keyboard.press('Control+k');
      await app.page.getByRole('alert').scrollIntoViewIfNeeded();
    },
    undo: (app) => app.page.keyboard.press('Escape'),
  },
  {
    name: 'settings-metrics',
    take: async (app) => {
      await settings(app);
      await app.call('settings.change', { exporter: true, exporterPort: await freePort() });
      await app.page.getByText(/127\.0\.0\.1:\d+\/metrics/).waitFor();
      await app.page.locator('[data-setting="exporterPort"]').scrollIntoViewIfNeeded();
    },
    undo: async (app) => void (await app.call('settings.change', { exporter: false })),
  },
  {
    name: 'help',
    take: async (app) => {
      await jobs(app);
      await app.page.keyboard.press('F1');
      await app.page.locator('article').waitFor();
    },
  },
  {
    name: 'help-search',
    take: async (app) => {
      await app.page.getByRole('searchbox').fill('wc');
      await app.page.locator('main nav button').nth(2).click();
    },
  },
  {
    name: 'settings-history',
    take: async (app) => {
      await settings(app);
      await app.page.locator('[data-setting=journalSize]').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'trust-changed',
    take: async (app) => {
      const path = join(app.data, 'theirs.gearbench.json');
      const write = (functions: object[]) => writeFile(path, JSON.stringify({ gearbench: 1, functions }));
      const command = { kind: 'argv', argv: ['convert', '-', '-resize', '640', 'webp:-'] };
      const report = { name: 'report', command: { kind: 'shell', line: 'make report | mail team@example.com' } };
      await write([{ name: 'resize', command, environment: { TZ: 'UTC' } }, report]);
      await app.choose({ open: path });
      await app.call('workspace.open', undefined);
      const { fingerprint } = await app.call('workspace.get', undefined);
      await app.call('workspace.trust', { fingerprint });
      const changed = { kind: 'argv', argv: ['convert', '-', '-resize', '1280', 'webp:-'] };
      await write([
        { name: 'resize', command: changed, environment: { TZ: 'Asia/Shanghai', QUALITY: '80' }, folder: 'images' },
        { name: 'upload', command: { kind: 'shell', line: 'curl -sT - https://example.com/in' } },
      ]);
      await app.call('workspace.open', undefined);
      await functions(app);
      await row(app, /\bresize[:：]/).click();
      await app.page.locator('.inspector__title .button').first().click();
      await app.page.getByRole('alertdialog').waitFor();
    },
  },
];

const COLOUR_RULES: Settings['colourRules'] = [
  { name: 'Slow answers', filter: 'gb.job_delta > 100ms', colour: 'orange', on: true },
  { name: 'Mail', filter: 'gb.func == "mail.send"', colour: 'red', on: true },
  { name: 'Pictures', filter: 'gb.func contains "image" or gb.func == "thumbnail"', colour: 'violet', on: true },
  { name: 'Line counts', filter: 'gb.func == "wc"', colour: 'teal', on: true },
  { name: '', filter: 'gearman.func.nam == "report"', colour: 'blue', on: true },
  { name: 'Checks', filter: 'gb.size < 20', colour: 'grey', on: false },
];

/** Programs that were started for the pictures of a window, and end with it. */
const besides = new WeakMap<App, Background[]>();

/** A real server of others with queues and workers, one that cannot be reached, and one more of our own. */
async function attachServers(app: App): Promise<void> {
  if (besides.has(app) || !needs('gearmand') || !needs('gearman')) return;
  const port = await freePort();
  const started = [await startGearmand(port)];
  besides.set(app, started);
  for (let turn = 0; turn < 12; turn += 1)
    await run('gearman', [...at(port), '-b', '-f', turn % 4 === 0 ? 'pdf.render' : 'invoice.send', String(turn)]);
  // A job that goes on for as long as its worker is there.
  started.push(startWorker(port, 'invoice.send', ['sh', '-c', 'while kill -0 $PPID; do sleep 1; done']));
  started.push(startWorker(port, ['image.exif', 'thumbnail'], ['cat']));
  const common = { on: true, tls: null, every: 1 };
  const add = (server: Input<'servers.add'>['server']) => app.call('servers.add', { server });
  await add({
    kind: 'embedded',
    label: 'Payments sandbox',
    colour: 'none',
    group: '',
    on: true,
    port: await freePort(),
  });
  await add({
    kind: 'attached',
    label: 'staging',
    colour: 'blue',
    group: 'eu',
    address: `127.0.0.1:${port}`,
    ...common,
  });
  await add({
    ...{ kind: 'attached', label: 'production', colour: 'red', group: 'eu' },
    ...{ address: '192.0.2.7:4730', ...common },
  });
  await until('the servers', async () => {
    const list = await app.call('servers.list', undefined);
    return list.some(({ id, counts }) => id === 'staging' && (counts?.running ?? 0) > 0);
  });
}

/** Looks at all servers, of which two of ours have jobs. */
async function showSeveral(app: App): Promise<void> {
  await attachServers(app);
  await app.page.keyboard.press('Escape');
  const second = (await app.call('servers.list', undefined)).find(({ id }) => id === 'payments-sandbox');
  const port = Number(second?.address.split(':')[1]);
  if ((second?.counts?.queued ?? 0) > 0) return;
  for (const name of ['invoice.send', 'card.charge', 'pdf.render'])
    await run('gearman', [...at(port), '-b', '-f', name, name]);
}

const said = new WeakSet<App>();

/** Submits, over a socket of our own, what no text field can hold. */
async function packetsOfAllKinds(app: App): Promise<void> {
  if (said.has(app)) return;
  said.add(app);
  const { port, page } = app;
  const order = JSON.stringify({ id: 9007199254740, to: '梅', items: [{ sku: 'A-1', price: 12.5 }], paid: true });
  const php =
    'O:8:"App\\User":3:{s:4:"name";s:6:"北京";s:8:"\0*\0roles";a:2:{i:0;s:5:"admin";i:1;N;}s:12:"\0App\\User\0id";i:42;}';
  const kinds = {
    layers: Buffer.from(gzipSync(order).toString('base64')),
    php: Buffer.from(php),
    picture: await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 200 } }),
    binary: Buffer.from(Array.from({ length: 700 }, (_, at) => (at * 37 + (at >> 3)) % 256)),
    large: Buffer.from(
      JSON.stringify(
        Array.from({ length: 90_000 }, (_, id) => ({ id, name: `customer ${id}`, tags: ['alpha', 'beta'] })),
      ),
    ),
    broken: Buffer.from('{\n  "order": 10231,\n  "lines": [1, 2,\n  "total": 12.50\n}'),
  };
  const socket = connect(port, '127.0.0.1');
  for (const [kind, workload] of Object.entries(kinds)) {
    const body = Buffer.concat([Buffer.from(`kind.${kind}\0\0`), workload]);
    const head = Buffer.from('\0REQ\0\0\0\x12\0\0\0\0', 'latin1');
    head.writeUInt32BE(body.length, 8);
    socket.write(Buffer.concat([head, body]));
  }
  await new Promise((done) => setTimeout(done, 1500));
  socket.end();
}

const COLOURS: Record<string, FunctionColour> = {
  wc: 'teal',
  reverse: 'blue',
  'image.exif': 'violet',
  'mail.send': 'red',
  thumbnail: 'orange',
  report: 'grey',
};

/** A little shop: functions of several kinds, some of which fail, and jobs of all states. */
async function fill({ call }: App): Promise<void> {
  const define = (name: string, argv: string[], workers = 1) =>
    call('functions.save', {
      definition: { name, command: { kind: 'argv', argv }, workers, colour: COLOURS[name] },
      replaces: null,
    });
  await call('workspace.describe', { description: 'What the shop does in the background: pictures, mail, reports.' });
  await define('wc', ['wc', '-l']);
  await define('reverse', ['rev']);
  await define('image.exif', ['head', '-c', '24'], 2);
  const connecting = String.raw`printf '\033[33mconnecting\033[0m to \033[1msmtp.example.com\033[0m\n' >&2`;
  await define('mail.send', ['sh', '-c', `${connecting}; echo "smtp: 451 try again later" >&2; exit 75`]);
  await define('thumbnail', ['vips-thumbnail', '--size', '160']);
  await define('report', ['sleep', '600']);
  const steps = 'for n in 1 2 3 4 5 6 7 8; do echo "$n of 12" >&2; sleep 0.05; done; echo half; sleep 600';
  await call('functions.save', {
    definition: {
      name: 'progress',
      command: { kind: 'shell', line: steps },
      output: 'pieces',
      errors: 'warning',
      progress: '(\\d+) of (\\d+)',
      workers: 12,
    },
    replaces: null,
  });
  await call('workers.start', { name: 'progress' });
  const saved = [
    ['Three lines', '', 'wc', 'text'],
    ['Lines with 中文', '', 'wc', 'text'],
    ['Receipt to Mei', 'mail', 'mail.send', 'json'],
    ['Wide picture, webp', 'pictures/new', 'resize', 'json'],
  ] as const;
  for (const [name, folder, does, source] of saved)
    await call('workspace.saveWorkload', {
      workload: { name, folder, function: does, source, content: source === 'json' ? '{"id": 1}' : 'a\nb\nc\n' },
    });
  await call('functions.save', {
    definition: {
      name: 'newsletter',
      command: { kind: 'argv', argv: ['python3', 'newsletter.py'] },
      environment: { SMTP_HOST: 'mail.example.com' },
      secrets: ['SMTP_PASSWORD', 'UNSUBSCRIBE_TOKEN'],
    },
    replaces: null,
  });
  const line = 'cat > /dev/null; printf \'{"ok": true}\'';
  await call('functions.save', {
    definition: { name: 'webhook.post', command: { kind: 'shell', line }, workers: 2 },
    replaces: null,
  });
  for (const name of ['wc', 'reverse', 'image.exif', 'mail.send', 'thumbnail', 'report', 'webhook.post'])
    await call('workers.start', { name });
  await until('workers', async () => {
    const rows = await call('functions.list', undefined);
    return (
      rows.every(({ workers }) => workers.every(({ state }) => state === 'sleeping')) &&
      (!needs('gearman') || rows.some(({ name }) => name === 'resize'))
    );
  });
  const submit = (name: string, text: string, more: object = {}) =>
    call('workload.submit', { function: name, workload: { kind: 'text', text }, ...more });
  for (let turn = 0; turn < 6; turn += 1) {
    await submit('wc', 'alpha\nbeta\ngamma\n'.repeat(turn + 1), { priority: turn % 3 === 0 ? 'high' : 'normal' });
    await submit('image.exif', `in/04${10 + turn}.jpg`);
    await submit('webhook.post', `{"url":"https://example.com/hook/${turn}"}`, { background: true, priority: 'low' });
  }
  await transcode(call);
  await submit('reverse', 'Gearman');
  await submit('mail.send', '{"to":"mei@example.cn","template":"receipt"}');
  await submit('thumbnail', 'in/0410.jpg');
  await submit('report', '{"quarter":3}', { background: true });
  await submit('resize', '{"src":"in/北京.jpg","width":640,"format":"webp"}', {
    unique: { kind: 'custom', value: 'img-7f3a91c2' },
  });
  await submit('pdf.render', '{"order":10231}', { background: true, priority: 'high' });
  await submit('pdf.render', '{"order":10232}', { background: true });
  await submit('wc', '中文\nemoji 🎉\n');
  await until('the jobs', async () => (await call('jobs.window', { rows: 1 })).counts.running === 1);
}

/** A job that two clients wait for, that loses its first worker and is done by the next. */
async function transcode(call: App['call']): Promise<void> {
  const line = 'for i in 1 2 3 4 5 6; do echo "$i/6" >&2; sleep 0.1; done; echo out/北京.webm';
  await call('functions.save', {
    definition: { name: 'transcode', command: { kind: 'shell', line }, progress: '(\\d+)/(\\d+)', colour: 'violet' },
    replaces: null,
  });
  const counts = async () => (await call('jobs.window', { from: 0, rows: 1, search: 'transcode' })).rows[0];
  const again = () =>
    call('workload.submit', {
      function: 'transcode',
      workload: { kind: 'text', text: 'in/北京.mp4' },
      unique: { kind: 'custom', value: 'video-12' },
    });
  await again();
  await call('workers.start', { name: 'transcode' });
  await until('the job to run', async () => (await counts())?.progress !== null);
  await again();
  await call('workers.act', { name: 'transcode', action: 'kill' });
  await until('the job to wait again', async () => {
    const job = await counts();
    return job?.state === 'queued' || (job?.attempts ?? 0) > 1;
  });
  await call('workers.start', { name: 'transcode' });
  await until('the job', async () => (await counts())?.state === 'done');
}

async function pictured({ page }: App): Promise<Buffer> {
  await page.mouse.move(640, 2);
  await page.waitForTimeout(350);
  return page.screenshot();
}

async function picture(app: App, name: string): Promise<void> {
  await writeFile(join(folder, `${name}.png`), await pictured(app));
  console.log(`${name}.png`);
}

/** Jobs come in waves for most of a minute, so that the chart has something to draw. */
async function waves(app: App): Promise<void> {
  for (let second = 0; second < 50; second += 1) {
    await manyJobs(app, Math.round(3 + 3 * Math.sin(second / 4)));
    await app.page.waitForTimeout(600);
  }
}

/** The pictures of the guide in a language, in a program of its own: the jobs of one would hide those of the next. */
async function guide(language: 'en' | 'zh'): Promise<void> {
  const { app, close } = await furnished({ size: GUIDE_SIZE, settings: { language } });
  const keep = async (name: string, of = app) => {
    const path = join(root, 'docs', 'guide', language, 'images', `${name}.png`);
    const png = smallPng(await pictured(of));
    await writeFile(path, png);
    console.log(`${path} ${png.length}`);
  };
  try {
    for (const [name, of] of Object.entries(GUIDE)) {
      if (!name.includes(values.only ?? '')) continue;
      const shot = SHOTS.find((each) => each.name === of);
      if (name === 'overview') {
        await attachServers(app);
        await waves(app);
      }
      await shot?.take(app);
      await keep(name);
      await shot?.undo?.(app);
      await app.page.keyboard.press('Escape'); // a sheet
    }
  } finally {
    await close();
  }
  const first = await launch({ size: GUIDE_SIZE, settings: { language, welcomed: false } });
  try {
    await wholeStory(first);
    await keep('welcome', first);
  } finally {
    await first.close();
  }
}

/** One picture that cannot be made does not take the others with it. */
async function attempt(make: () => Promise<void>): Promise<void> {
  await make().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}

/** A look and a size of the window, as the names of pictures end: `en-light-1280`. */
interface Setting {
  look: Look;
  size: (typeof SIZES)[number];
  ending: string;
}

const SETTINGS: readonly Setting[] = SIZES.flatMap((size) =>
  LOOKS.map((look) => ({ look, size, ending: `${look.language}-${look.theme}-${size.width}` })),
);

const isWanted = (name: string): boolean => name.includes(values.only ?? '');

/** Each setting has a program of its own: what one picture needs would be out of sight after all others. */
async function shoot({ look, size, ending }: Setting): Promise<void> {
  const wanted = SHOTS.filter(({ name }) => isWanted(`${name}-${ending}`));
  if (wanted.length === 0 && !isWanted(`welcome-${ending}`)) return;
  const { app, close } = await furnished({ size, settings: look });
  try {
    for (const { name, take, undo } of wanted)
      await attempt(async () => {
        await take(app);
        await picture(app, `${name}-${ending}`);
        await undo?.(app);
      });
    if (!isWanted(`welcome-${ending}`)) return;
    await app.call('settings.change', { welcomed: false });
    await wholeStory(app);
    await picture(app, `welcome-${ending}`);
  } finally {
    await close();
  }
}

/** The job of the first steps was done, and its story is drawn to its last arrow. */
const wholeStory: Take = ({ page }) => page.locator('main [aria-busy=false] svg.story g[role=option]').nth(5).waitFor();

/** A part of what is told of a job: its tab. */
const tab =
  (of: RegExp, at: number): Take =>
  async (app) => {
    await jobs(app);
    await row(app, of).click();
    await app.page.getByRole('tab').nth(at).click();
    await app.page.getByRole('tabpanel').locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  };

const BARE: Readonly<Record<string, Take>> = {
  overview,
  functions,
  workers,
  jobs,
  'jobs-searched': async (app) => {
    await jobs(app);
    await app.page.getByRole('searchbox').fill('mail');
    await app.page.waitForTimeout(600);
  },
  traffic,
  servers,
  composer: async (app) => void (await composer(app)),
  'composer-many': async (app) => {
    const sheet = await composer(app, 'report');
    await sheet.getByRole('radio').nth(1).click();
    const run = sheet.getByRole('button', { name: /^#1 / });
    if ((await run.count()) > 0) await run.click();
  },
};

/** What is told of a job, besides. */
const WITH_JOBS: Readonly<Record<string, Take>> = {
  'jobs-details': tab(/\bwc\b/, 0),
  'jobs-workload': tab(/\bwc\b/, 1),
  'jobs-compared': async (app) => {
    await tab(/\bwc\b/, 1)(app);
    const differences = app.page.getByRole('complementary').getByRole('radio');
    await differences.nth(1).click();
  },
  'jobs-result': tab(/\bwc\b/, 2),
  'jobs-story': tab(/\bwc\b/, 3),
  'jobs-snippets': tab(/\bwc\b/, 4),
  'jobs-why': tab(/pdf\.render/, 0),
  ...BARE,
};

const MANY = 100_000;
let manyJobsAt: string | undefined;

/** A history of very many jobs, made once. */
async function longHistory(): Promise<string> {
  if (manyJobsAt !== undefined) return manyJobsAt;
  manyJobsAt = join(await mkdtemp(join(tmpdir(), 'gearbench-shots-')), 'jobs.db');
  const journal = openHistory(manyJobsAt);
  await fillHistory(journal, MANY);
  await journal.close();
  return manyJobsAt;
}

/** The lists with nothing in them, with three jobs, with a history and a queue of very many, and with far too much. */
async function shootExtremes({ look, size, ending }: Setting): Promise<void> {
  for (const [kind, fillIt, shown] of [
    ['empty', async () => {}, BARE],
    ['few', fewJobs, WITH_JOBS],
    ['long', longQueue, WITH_JOBS],
    ['crowded', crowd, BARE],
  ] as const) {
    const wanted = Object.entries(shown).filter(([name]) => isWanted(`${name}-${kind}-${ending}`));
    if (wanted.length === 0) continue;
    const data = await mkdtemp(join(tmpdir(), 'gearbench-shots-'));
    const port = await freePort();
    await writeSettings(data, { port, ...look, ...HISTORY });
    if (kind === 'long') await copyFile(await longHistory(), join(data, 'jobs.db'));
    const app = await launch({ data, port, size });
    try {
      await fillIt(app);
      for (const [name, take] of wanted)
        await attempt(async () => {
          await take(app);
          await picture(app, `${name}-${kind}-${ending}`);
        });
    } finally {
      await app.close();
      await rm(data, { recursive: true, force: true });
    }
  }
}

/** What is said where the profile cannot be written, and where its disk is full. Only root may mount such disks. */
async function shootTroubles({ look, size, ending }: Setting): Promise<void> {
  for (const [name, spoil] of [
    ['stand-in', (disk) => disk.remount('ro')],
    ['full-disk', (disk) => disk.fill()],
  ] as const satisfies [string, (disk: Awaited<ReturnType<typeof smallDisk>>) => void][]) {
    if (!canMount || !isWanted(`${name}-${ending}`)) continue;
    const cleanups: (() => unknown)[] = [];
    const disk = await smallDisk('16m', (work) => cleanups.push(work));
    const port = await freePort();
    await writeSettings(disk.folder, { port, tray: false, ...look });
    spoil(disk);
    const app = await launch({ data: disk.folder, port, size });
    try {
      await app.page.locator('.banner--warn').first().waitFor();
      await picture(app, `${name}-${ending}`);
    } finally {
      await app.close();
      for (const work of cleanups.reverse()) await work();
    }
  }
}

/** A port that a gearmand of the person's own has, and what is asked before it ends for it. */
async function shootTakenPort({ look, size, ending }: Setting): Promise<void> {
  if (!needs('gearmand') || !needs('gearman') || !isWanted(`taken-port-${ending}`)) return;
  const port = await freePort();
  const server = await startGearmand(port);
  try {
    for (const turn of ['1', '2', '3']) await run('gearman', [...at(port), '-b', '-f', 'pdf.render', turn]);
    const app = await launch({ port, size, settings: look });
    try {
      await app.page.locator('.banner--error .button').nth(2).click();
      await app.page.getByRole('alertdialog').locator('b').waitFor();
      await picture(app, `taken-port-${ending}`);
    } finally {
      await app.close();
    }
  } finally {
    await server.stop();
  }
}

/** Two runs of a function, which can be compared, and a job that nobody can do. */
async function fewJobs({ call }: App): Promise<void> {
  const command = { kind: 'argv' as const, argv: ['wc', '-l'] };
  await call('functions.save', { definition: { name: 'wc', command }, replaces: null });
  await call('workers.start', { name: 'wc' });
  const submit = (name: string, text: string, background = false) =>
    call('workload.submit', { function: name, workload: { kind: 'text', text }, background });
  await submit('wc', 'alpha\nbeta\n');
  await submit('wc', 'alpha\nbeta\ngamma\n');
  await submit('pdf.render', '{"order":10231}', true);
  await until('the jobs', async () => {
    const { rows } = await call('jobs.window', { rows: 3 });
    return rows.filter(({ function: of, state }) => of === 'wc' && state === 'done').length === 2;
  });
}

/** Very many jobs wait for a worker that is not there; the newest jobs are the same few. */
async function longQueue(app: App): Promise<void> {
  const { call } = app;
  await call('runs.start', {
    function: 'report',
    workload: { kind: 'text', text: '{"quarter":3}' },
    count: MANY,
    rate: 5000, // as fast as all of them are recorded
    concurrency: 1000,
    background: true,
    target: 'embedded',
  });
  await until('the run', async () => (await call('runs.list', undefined))[0]?.state === 'done', 120_000);
  await fewJobs(app);
}

/** Fifty servers in some groups, none of which is there. */
async function manyServers({ call }: App): Promise<void> {
  const groups = ['', 'eu-west', '华东（生产）', 'staging'];
  for (let at = 0; at < 50; at += 1)
    await call('servers.add', {
      server: {
        ...{ kind: 'attached', label: at % 7 === 0 ? `任务服务器 ${at}` : `jobs-${at}.internal`, tls: null, every: 2 },
        ...{ colour: SERVER_COLOURS[at % 7] ?? 'none', group: groups[at % 4] ?? '', on: at % 5 !== 0 },
        address: at % 3 === 0 ? `192.0.2.${at + 1}:4730` : `127.0.0.1:${20_000 + at}`,
      },
    });
}

/** Functions that a workspace has at most in practice, names as long as they may be and in Chinese, and 100,000 jobs that wait. */
async function crowd(app: App): Promise<void> {
  const { port, data, call, choose, page } = app;
  const long = `an.exceedingly.long.name.of.a.function.${'that.goes.on.and.on.'.repeat(9)}end`;
  const names = [long, '图片压缩与缩略图生成', '发送订单确认邮件给客户并抄送财务部门', 'данные-обработка'];
  const functions = Array.from({ length: 500 }, (_, at) => ({
    name: names[at] ?? `shop.task.${String(at).padStart(3, '0')}`,
    command: { kind: 'argv', argv: at % 7 === 0 ? ['no-such-program', '--with', 'many', 'words'] : ['cat'] },
    description: at % 3 === 0 ? '把图片缩小，并写回到存储中；失败时会再试三次。'.repeat(3) : '',
  }));
  const path = join(data, 'crowded.gearbench.json');
  await writeFile(path, JSON.stringify({ gearbench: 1, functions }));
  await choose({ open: path });
  await call('workspace.open', undefined);
  const { fingerprint } = await call('workspace.get', undefined);
  await call('workspace.trust', { fingerprint });
  for (const { name } of functions.slice(0, 4)) await call('workers.start', { name });
  const socket = connect(port, '127.0.0.1');
  for (let turn = 0; turn < 1000; turn += 1) {
    const packets = Array.from({ length: 100 }, (_, at) => {
      const body = Buffer.from(`${names[at % 5] ?? `shop.task.${at}`}\0\0${'数据 '.repeat(at)}${turn}`);
      const head = Buffer.from('\0REQ\0\0\0\x12\0\0\0\0', 'latin1');
      head.writeUInt32BE(body.length, 8);
      return Buffer.concat([head, body]);
    });
    if (!socket.write(Buffer.concat(packets))) await new Promise((done) => socket.once('drain', done));
  }
  await manyServers(app);
  socket.resume();
  await until('the jobs', async () => (await call('jobs.window', { rows: 1 })).counts.queued > 10_000, 120_000);
  await page.waitForTimeout(2000);
  socket.destroy();
}

/** The program with a little shop in it: PHP, a stock worker from outside, functions and jobs of all kinds. */
export async function furnished(options: LaunchOptions): Promise<{ app: App; close(): Promise<void> }> {
  const php = await privatePhp('; extension=gearman.so\n');
  // What is installed for the person is installed there.
  const personsHome = await mkdtemp(join(tmpdir(), 'gearbench-shots-home-'));
  const app = await launch({ ...options, environment: { HOME: personsHome, ...php.environment } });
  // A stock worker that outlives its server asks for it without a pause: it is ended whatever happens.
  const outside = needs('gearman') ? startWorker(app.port, 'resize', ['cat']) : undefined;
  const close = async () => {
    // The workers first: one that outlives its server says so without an end.
    for (const each of besides.get(app)?.toReversed() ?? []) await each.stop();
    await outside?.stop();
    await app.close();
    await rm(personsHome, { recursive: true, force: true });
    await php.remove();
  };
  await fill(app).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { app, close };
}

/** Makes them all; the process ends with 1 where one could not be made. */
async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const make of values.guide
    ? (['en', 'zh'] as const).map((language) => () => guide(language))
    : SETTINGS.flatMap((setting) =>
        [shoot, shootExtremes, shootTroubles, shootTakenPort].map((of) => () => of(setting)),
      ))
    await attempt(make);
  if (manyJobsAt !== undefined) await rm(dirname(manyJobsAt), { recursive: true, force: true });
  console.log(`in ${folder}`);
  process.exit();
}

if (import.meta.main) await main();
