import { mkdir } from 'node:fs/promises';
import { expect, type Locator, test } from '@playwright/test';
import { ServerDraft, type ServerInfo } from '../../main/contract/servers.ts';
import { type FaultyLine, faultyLine } from '../support/faulty-line.ts';
import { needs } from '../support/peers.ts';
import { type Background, run } from '../support/processes.ts';
import { type App, freePort, launch } from './app.ts';
import { violations } from './axe.ts';
import { go, wear } from './steps.ts';
import { startGearmand, startWorker } from './stock.ts';

/*
 * Three real gearmands and the embedded server, with real clients and workers on all. Blue is attached, and so is Gate, a proxy
 * before it; Green is attached; Red is attached over a line that can be made slow and cut off, and Sluice is a proxy before that.
 * One after the other is killed, started again, stopped, made slow and cut off.
 */

test.describe.configure({ mode: 'serial' });
test.skip(!needs('gearmand') || !needs('gearman') || !needs('gearadmin'), 'gearmand and gearman are not installed');

/** What is not reached is so called within 5 s and the time of a look, but this machine may be slow. */
const PATIENCE = { timeout: 20_000 };

interface Peer {
  port: number;
  server: Background | undefined;
  worker: Background | undefined;
}

let app: App;
let line: FaultyLine;
const peers: Record<'Blue' | 'Green' | 'Red' | 'Local', Peer> = {
  Blue: { port: 0, server: undefined, worker: undefined },
  Green: { port: 0, server: undefined, worker: undefined },
  Red: { port: 0, server: undefined, worker: undefined },
  Local: { port: 0, server: undefined, worker: undefined },
};
let gate = 0;
let sluice = 0;

/** A real gearmand with a real worker that answers with the name; and a job that nobody can do. */
async function startPeer(name: keyof typeof peers): Promise<void> {
  const peer = peers[name];
  const { port } = peer;
  if (name !== 'Local') peer.server = await startGearmand(port);
  const admin = (line: string) => run('gearadmin', ['-p', String(port), line]).then(({ stdout }) => stdout);
  await expect.poll(() => admin('--getpid'), PATIENCE).toMatch(/\d/); // gearman -b succeeds where nobody listens
  peer.worker = startWorker(port, 'where', ['echo', name]);
  await run('gearman', ['-p', String(port), '-b', '-f', 'nobody', 'x']);
  await expect.poll(() => admin('--status'), PATIENCE).toMatch(/nobody\t1\t0\t0/);
}

/** The worker first. */
async function killPeer(name: keyof typeof peers): Promise<void> {
  const peer = peers[name];
  await peer.worker?.stop();
  await peer.server?.stop();
}

const add = (draft: unknown) => app.call('servers.add', { server: ServerDraft.parse(draft) });

test.beforeAll(async () => {
  app = await launch({ size: { width: 1280, height: 800 } });
  await mkdir('out/shots', { recursive: true });
  peers.Local.port = app.port;
  // A port is free until somebody takes it: each is taken before the next one is chosen.
  for (const [name, peer] of Object.entries(peers)) {
    peer.port ||= await freePort();
    await startPeer(name as keyof typeof peers);
  }
  line = await faultyLine(peers.Red.port);
  const at = (port: number) => `127.0.0.1:${port}`;
  await add({ kind: 'attached', label: 'Blue', colour: 'blue', group: 'shop', address: at(peers.Blue.port) });
  await add({ kind: 'attached', label: 'Green', colour: 'green', group: 'shop', address: at(peers.Green.port) });
  await add({ kind: 'attached', label: 'Red', colour: 'red', group: 'shop', address: at(line.port) });
  gate = await freePort();
  await add({ kind: 'proxy', label: 'Gate', group: 'proxies', address: at(peers.Blue.port), port: gate });
  sluice = await freePort();
  await add({ kind: 'proxy', label: 'Sluice', group: 'proxies', address: at(line.port), port: sluice });
  await app.page.getByRole('button', { name: 'Servers', exact: true }).click();
});
test.afterAll(async () => {
  peers.Green.server?.child.kill('SIGCONT');
  for (const name of Object.keys(peers) as (keyof typeof peers)[]) await killPeer(name);
  line?.close();
  await app?.close();
});

const row = (name: string): Locator => app.page.getByRole('row', { name: new RegExp(`^${name}, `) });
const item = (name: string): Locator =>
  app.page.getByRole('navigation', { name: 'Gearbench' }).getByRole('button', { name: new RegExp(`^${name} 127`) });
const inspector = (name: string): Locator => app.page.getByRole('complementary', { name: `Server ${name}` });
const info = async (name: string): Promise<ServerInfo | undefined> =>
  (await app.call('servers.list', undefined)).find(({ server }) => server.label === name);

/** What a row says after the address, where all is well; and the light beside its name in the sidebar. */
const COUNTED = /1 queued, 0 running, 1 worker$/;
async function isWell(name: string, word: string): Promise<void> {
  await expect(row(name)).toHaveAccessibleName(
    new RegExp(`^${name}, \\w+, ${word}, [\\d.:]+, .*${COUNTED.source}`),
    PATIENCE,
  );
  await expect(item(name)).toHaveAccessibleName(
    new RegExp(`^${name} [\\d.:]+, \\w+, ${word}, 1 function has queued jobs`),
  );
  await expect(item(name).locator('.state')).toHaveClass(/state--ok/);
}

/** Counts of what is not reached are not told as if they were counted now. */
async function isNotReached(name: string, word: string): Promise<void> {
  await expect(row(name)).toHaveAccessibleName(new RegExp(`^${name}, \\w+, ${word}, [\\d.:]+$`), PATIENCE);
  await expect(item(name)).toHaveAccessibleName(new RegExp(`^${name} [\\d.:]+, \\w+, ${word}$`));
  await expect(item(name).locator('.state')).toHaveClass(/state--error/);
}

const WORDS = {
  Local: 'Running',
  Blue: 'Answers',
  Green: 'Answers',
  Red: 'Answers',
  Gate: 'Running',
  Sluice: 'Running',
};
type Name = keyof typeof WORDS;
const PORTS: Record<Name, () => number> = {
  Local: () => peers.Local.port,
  Blue: () => peers.Blue.port,
  Green: () => peers.Green.port,
  Red: () => peers.Red.port,
  Gate: () => gate,
  Sluice: () => sluice,
};
const BEHIND: Partial<Record<Name, string>> = { Gate: 'Blue', Sluice: 'Red' };

/** Those that are not spoiled are as before: real clients get what the real workers say, and the window shows them. */
async function othersGoOn(but: readonly Name[]): Promise<void> {
  const others = (Object.keys(WORDS) as Name[]).filter((name) => !but.includes(name));
  for (const name of others) {
    const { stdout } = await run('gearman', ['-p', String(PORTS[name]()), '-f', 'where', 'x']);
    expect([name, stdout.trim()]).toEqual([name, BEHIND[name] ?? name]);
    await isWell(name, WORDS[name]);
  }
  const once = new Set(others.map((name) => BEHIND[name] ?? name)).size;
  await expect(app.page.getByText(summary(others.length, but.length, once))).toBeVisible(PATIENCE);
}

/** The line above the list; the sums are of those that answer, and have once what is attached and behind a proxy. */
const summary = (well: number, failed: number, queued: number): RegExp =>
  new RegExp(
    `^6 servers · ${well} ${well === 1 ? 'answers' : 'answer'}${failed === 0 ? '' : ` · ${failed} not reached`} · ${queued} queued · 0 running$`,
  );

/** The window answers to the hand whatever happens to servers: another screen and back. */
async function isLive(): Promise<void> {
  await go(app, 'Jobs');
  await app.page.getByRole('button', { name: 'Servers', exact: true }).click();
  await expect(row('Local')).toBeVisible();
}

/** A picture in light and dark, with the one in the inspector that it is about. */
async function picture(name: string, about: Name | null): Promise<void> {
  const { page } = app;
  for (const theme of ['light', 'dark'] as const) {
    await wear(app, { theme });
    if (about !== null && !(await inspector(about).isVisible())) await item(about).click();
    await page.mouse.move(640, 700);
    await page.screenshot({ path: `out/shots/many-servers-${name}-${theme}.png` });
  }
  await wear(app, { theme: 'light' });
}

test('all answer, those behind proxies too', async () => {
  await othersGoOn([]);
  expect(await violations(app.page)).toEqual([]);
  await picture('all', null);
});

test('one is killed: it is not reached, for what reason and until when, and so is the proxy before it', async () => {
  await killPeer('Blue');
  await isNotReached('Blue', 'Not reached');
  await isNotReached('Gate', 'Not reached');
  await item('Blue').click();
  await expect(inspector('Blue').getByText(/Nothing listens on 127\.0\.0\.1:\d+/)).toBeVisible();
  await expect(inspector('Blue').getByText(/It is tried again in \d/)).toBeVisible();
  await picture('killed', 'Blue');
  await item('Gate').click();
  await expect(inspector('Gate').getByText(/Nothing listens on 127\.0\.0\.1:\d+/)).toBeVisible();
  await picture('killed-proxy', 'Gate');
  await othersGoOn(['Blue', 'Gate']);
  await isLive();
  expect(await violations(app.page)).toEqual([]);
});

test('it is started again: it is found by itself, with what it has now', async () => {
  const before = (await info('Blue'))?.run ?? 0;
  await startPeer('Blue');
  await othersGoOn([]);
  expect((await info('Blue'))?.run).toBeGreaterThan(before);
  await picture('restarted', 'Gate');
});

test('one is stopped: no echo at first, then it is not reached, and never for longer than it says', async () => {
  peers.Green.server?.child.kill('SIGSTOP');
  await item('Green').click();
  await isNotReached('Green', 'Not reached');
  await expect(inspector('Green').getByText(/did not answer within 5 s/)).toBeVisible();
  // While it is tried, it is not said to be tried later.
  const when = inspector('Green').getByText(/It is (tried again in|being tried)/);
  await expect(when).toHaveText(/being tried/, PATIENCE);
  await picture('stopped', 'Green');
  await othersGoOn(['Green']);
  await isLive();
  peers.Green.server?.child.kill('SIGCONT');
  await item('Green').click();
  const again = inspector('Green').getByRole('button', { name: 'Try again now' });
  await expect(async () => {
    // It goes away when it is of no use any more.
    if (await again.isVisible()) await again.click({ timeout: 1000 }).catch(() => {});
    await expect(row('Green')).toHaveAccessibleName(/Answers/, { timeout: 1000 });
  }).toPass(PATIENCE);
  await othersGoOn([]);
});

test('one is slow: it answers, and the echo says how slow', async () => {
  line.delay(700);
  for (const name of ['Red', 'Sluice'] as const)
    await expect.poll(async () => (await info(name))?.echo?.milliseconds ?? 0, PATIENCE).toBeGreaterThan(1400);
  await item('Red').click();
  await expect(inspector('Red').locator('dd').first()).toHaveText(/^[1-9][\d.]* s .*ago$/);
  await othersGoOn([]);
  await picture('slow', 'Red');
  line.delay(0);
  await expect.poll(async () => (await info('Red'))?.echo?.milliseconds ?? 9999, PATIENCE).toBeLessThan(1400);
});

test('one is cut off: who cannot be reached is said to be, and all is as before when the line is whole again', async () => {
  line.cut();
  await item('Sluice').click();
  await isNotReached('Red', 'Not reached');
  await isNotReached('Sluice', 'Not reached');
  await expect(inspector('Sluice').getByText(/did not answer within \d s/)).toBeVisible();
  await picture('cut', 'Sluice');
  await othersGoOn(['Red', 'Sluice']);
  await isLive();
  line.mend();
  await othersGoOn([]);
});
