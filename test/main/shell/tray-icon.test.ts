import { beforeEach, expect, test, vi } from 'vitest';
import type { Glance } from '../../../main/contract/glance.ts';
import { textsFor } from '../../../main/shell/texts.ts';
import { TrayIcon, type TrayParts } from '../../../main/shell/tray.ts';

const electron = vi.hoisted(() => {
  const icons: object[] = [];
  class Tray {
    constructor() {
      icons.push(this);
    }
    on() {}
    setImage() {}
    setToolTip() {}
    setTitle() {}
    setContextMenu() {}
    destroy() {
      icons.splice(icons.indexOf(this), 1);
    }
  }
  const nativeImage = { createFromBuffer: () => ({}), createFromPath: () => ({}) };
  return { icons, Tray, nativeImage, Menu: { buildFromTemplate: () => ({ on: () => {} }) } };
});
const host = vi.hoisted(() => ({ hasTray: vi.fn<() => Promise<boolean>>() }));
vi.mock('electron', () => electron);
vi.mock('../../../main/shell/tray-host.ts', () => host); // so that the moment of its answer can be chosen

const glance: Glance = {
  ...{ server: 'running', address: '127.0.0.1:4730', queued: 0, running: 0 },
  ...{ queues: [], stuck: [], last: null },
};
const en = textsFor('en', 'en');
const iconOf = () => new TrayIcon({ folder: 'resources/tray', acts: {} as TrayParts['acts'] });

beforeEach(() => void electron.icons.splice(0));

test('an icon that is taken away while the desktop is asked for a place does not come', async () => {
  const answer = Promise.withResolvers<boolean>();
  host.hasTray.mockReturnValue(answer.promise);
  const icon = iconOf();
  const shown = icon.show(glance, en);
  icon.hide();
  answer.resolve(true);
  expect([await shown, electron.icons.length]).toEqual([false, 0]);
  expect([await icon.show(glance, en), electron.icons.length]).toEqual([true, 1]);
});

test('an icon leaves with its place', async () => {
  host.hasTray.mockResolvedValue(true);
  const icon = iconOf();
  await icon.show(glance, en);
  host.hasTray.mockResolvedValue(false);
  expect([await icon.show(glance, en), electron.icons.length]).toEqual([false, 0]);
});
