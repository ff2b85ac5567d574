import { useSyncExternalStore } from 'react';

const DARK = '(prefers-color-scheme: dark)';
const { documentElement: page } = document;

/** The settings' theme is an attribute of the page, the system's a media query; which changes first is not said. */
function listen(onChange: () => void): () => void {
  const query = matchMedia(DARK);
  query.addEventListener('change', onChange);
  const observer = new MutationObserver(onChange);
  observer.observe(page, { attributeFilter: ['data-theme'] });
  return () => {
    query.removeEventListener('change', onChange);
    observer.disconnect();
  };
}

/** Another text whenever the window's colours are others: what is drawn on a canvas has to be drawn again. */
export const useColours = (): string =>
  useSyncExternalStore(listen, () => `${page.dataset['theme']} ${matchMedia(DARK).matches}`);

/** What a token looks like now: a canvas knows no light-dark(). */
export function colourOf(element: HTMLElement, token: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** The font of captions, as a canvas wants it: it knows no tokens either. */
export const captionFont = (element: HTMLElement): string => `10.5px ${getComputedStyle(element).fontFamily}`;
