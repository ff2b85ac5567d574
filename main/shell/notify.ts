import { Notification } from 'electron';
import type { Notice } from '../contract/glance.ts';
import { fill, type Texts } from './texts.ts';
import { nameOf } from './tray-menu.ts';

/** The last one of each kind, which the next one takes the place of. It also keeps them from being collected. */
const shown = new Map<string, Notification>();

/** Shows a notification of the system, without a sound. `onClick` is called when the person chooses it. */
export function notify(kind: string, title: string, body: string, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  shown.get(kind)?.close();
  const notification = new Notification({ title, body, silent: true });
  notification.on('click', onClick);
  notification.show();
  shown.set(kind, notification);
}

/** The words of a notice. */
export function noticeWords({ kind, jobs, functions, more }: Notice, texts: Texts): { title: string; body: string } {
  const list = functions.map(nameOf).join(', ');
  return {
    title: fill(kind === 'failed' ? texts.failedTitle : texts.waitingTitle, { count: jobs }),
    body: more ? fill(texts.andMore, { list }) : list,
  };
}
