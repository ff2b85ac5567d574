/** What a list of rows is to the keyboard, before anything else that can have the focus. */
const LISTS = '[role="grid"], [role="listbox"], [role="tree"]';
const FOCUSABLE = 'button:not(:disabled), input:not(:disabled), select, textarea, a[href], [tabindex="0"]';

/**
 * Keeps the focus in the window: where the element that has it goes, is hidden or switched off, what is nearest to its place
 * takes it, else the screen. Who clicked beside everything has let it go, and it stays so. Returns what undoes it.
 */
export function keepFocus(): () => void {
  /** What had the focus last, and all around it from the inside out. */
  let around: Element[] = [];
  let asked = 0;

  const gained = ({ target }: FocusEvent) => {
    around = [];
    for (let each = target as Element | null; each !== null; each = each.parentElement) around.push(each);
  };
  const letGo = ({ relatedTarget, target }: FocusEvent) => {
    if (relatedTarget !== null || !document.hasFocus()) return;
    // An element that is being removed is still here while it tells.
    queueMicrotask(() => {
      if (canFocus(target as Element) && around[0] === target && document.activeElement === document.body) around = [];
    });
  };
  const look = () => {
    asked = 0;
    if (document.activeElement !== document.body || around.length === 0) return;
    const screen = document.querySelectorAll('main');
    for (const place of [...around.filter((each) => each.isConnected), ...screen]) {
      const target = placeIn(place);
      if (target === undefined) continue;
      target.focus({ preventScroll: true });
      return;
    }
  };
  const observer = new MutationObserver(() => {
    if (asked === 0 && document.activeElement === document.body && around.length > 0)
      asked = requestAnimationFrame(look);
  });

  document.addEventListener('focusin', gained);
  document.addEventListener('focusout', letGo);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled', 'hidden'] });
  return () => {
    document.removeEventListener('focusin', gained);
    document.removeEventListener('focusout', letGo);
    observer.disconnect();
    cancelAnimationFrame(asked);
  };
}

const canFocus = (element: Element): boolean => element.isConnected && isSeen(element) && element.matches(FOCUSABLE);
const isSeen = (element: Element): boolean =>
  element.closest('[inert], [aria-hidden="true"]') === null && element.checkVisibility();

/** What takes the focus for a part of the page: a list in it, else the first that can. */
function placeIn(place: Element): HTMLElement | undefined {
  if (place === document.body || place === document.documentElement) return undefined;
  const all = (selector: string) =>
    [place, ...place.querySelectorAll(selector)].filter((each) => each.matches(selector));
  return [...all(LISTS), ...all(FOCUSABLE)].find(canFocus) as HTMLElement | undefined;
}
