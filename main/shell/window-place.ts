import type { BrowserWindow, Display, Rectangle } from 'electron';
import type { WindowPlace } from '../contract/view.ts';

/** How often a place is kept at most while the window is moved, ms. */
const SOON = 300;

/** So much of the title has to be on a screen that the window can be taken there, points. */
const IN_REACH = { width: 120, height: 32 };

/** Where a window is opened: where it was, if that can still be reached, else where the system puts it; no larger than its screen. */
export function placeOn(
  displays: readonly Pick<Display, 'workArea'>[],
  place: WindowPlace | null,
): Partial<Rectangle> | undefined {
  if (place === null) return undefined;
  const { x, y, width, height } = place;
  const title = { x, y, width, height: IN_REACH.height };
  const own = displays.find(({ workArea }) => {
    const seen = common(title, workArea);
    return seen.width >= IN_REACH.width && seen.height >= IN_REACH.height;
  });
  const { workArea } = own ?? displays[0] ?? { workArea: place };
  const size = { width: Math.min(width, workArea.width), height: Math.min(height, workArea.height) };
  return own === undefined ? size : { x, y, ...size };
}

function common(a: Rectangle, b: Rectangle): { width: number; height: number } {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return { width: Math.max(0, width), height: Math.max(0, height) };
}

/** Keeps where the window stands while it is moved, and at its end. */
export function keepPlace(window: BrowserWindow, keep: (place: WindowPlace) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    keep({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  };
  const later = () => {
    timer ??= setTimeout(now, SOON);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('maximize', later);
  window.on('unmaximize', later);
  window.on('hide', now);
  window.on('close', now);
  window.on('closed', () => clearTimeout(timer));
}
