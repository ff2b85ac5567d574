import type { MenuItemConstructorOptions } from 'electron';
import type { Glance } from '../contract/glance.ts';
import { targetOf } from '../util/gearman-address.ts';
import { fill, type Texts } from './texts.ts';

export interface TrayActs {
  startServer: () => void;
  stopServer: () => void;
  copy: (text: string) => void;
  submitAgain: () => void;
  /** Opens the window; there the jobs, or the settings. */
  open: () => void;
  openJobs: () => void;
  openSettings: () => void;
  quit: () => void;
}

/** The picture's name, without its kind and size: shapes tell the state, so that no colour has to. */
export function trayIcon({ server, stuck }: Glance): string {
  const asks = server === 'failed' || stuck.length > 0;
  return `${server === 'running' ? 'running' : 'stopped'}${asks ? '-attention' : ''}`;
}

/** What stands beside the icon in a Mac's menu bar: running and queued jobs, where there are any. */
export const trayTitle = ({ queued, running }: Glance): string =>
  queued + running === 0 ? '' : `${running}·${queued}`;

/** What the icon says when it is pointed at. */
export const trayTip = (glance: Glance, texts: Texts): string =>
  `Gearbench – ${statusLines(glance, texts).join(' – ')}`;

/** The tray's menu. Names of functions have been decoded from the wire for the eye by `nameOf`. */
export function trayMenu(
  glance: Glance,
  texts: Texts,
  acts: TrayActs,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] {
  const runs = glance.server === 'running' || glance.server === 'starting';
  const { host, port } = targetOf(glance.address);
  const options = `-h ${host} -p ${port}`;
  const label = (text: string) => (platform === 'darwin' ? text : text.replaceAll('&', '&&'));
  const said = (text: string): MenuItemConstructorOptions => ({ label: label(text), enabled: false });
  const choice = (text: string, click: () => void, enabled = true): MenuItemConstructorOptions => ({
    label: label(text),
    click,
    enabled,
  });
  return [
    ...statusLines(glance, texts).map(said),
    { type: 'separator' },
    runs ? choice(texts.stopServer, acts.stopServer) : choice(texts.startServer, acts.startServer),
    {
      label: texts.copyConnection,
      submenu: [
        choice(fill(texts.copyAddress, { address: glance.address }), () => acts.copy(glance.address)),
        choice(fill(texts.copyTool, { options }), () => acts.copy(options)),
      ],
    },
    choice(
      glance.last === null ? texts.submitAgain : fill(texts.submitAgainOf, { function: nameOf(glance.last) }),
      acts.submitAgain,
      glance.last !== null && runs,
    ),
    {
      label: texts.queues,
      submenu:
        glance.queues.length === 0
          ? [said(texts.noQueues)]
          : glance.queues.map(({ name, running, queued }) =>
              choice(fill(texts.queue, { function: nameOf(name), running, queued }), acts.openJobs),
            ),
    },
    { type: 'separator' },
    choice(texts.open, acts.open),
    choice(texts.settings, acts.openSettings),
    { type: 'separator' },
    choice(texts.quitApp, acts.quit),
  ];
}

/** How the server is, its jobs, and what waits for somebody. */
function statusLines({ server, address, running, queued, stuck }: Glance, texts: Texts): string[] {
  const [first] = stuck;
  const state = {
    running: fill(texts.trayRunning, { address }),
    starting: texts.trayStarting,
    stopped: texts.trayStopped,
    failed: texts.trayFailed,
  }[server];
  return [
    state,
    ...(server === 'running' ? [fill(texts.trayJobs, { running, queued })] : []),
    ...(first === undefined
      ? []
      : [
          stuck.length === 1
            ? fill(texts.trayStuck, { function: nameOf(first.name) })
            : fill(texts.trayStuckMany, { count: stuck.length }),
        ]),
  ];
}

/** Characters of a name that a menu shows. */
const NAME_CHARACTERS = 40;

/** A name of the wire for the eye: text, without what does not show, and not too long. */
export function nameOf(wire: string): string {
  const name = Buffer.from(wire, 'latin1')
    .toString('utf8')
    .replace(/[\p{Cc}\p{Cf}]/gu, '�');
  const characters = [...name];
  return characters.length <= NAME_CHARACTERS ? name : `${characters.slice(0, NAME_CHARACTERS).join('')}…`;
}
