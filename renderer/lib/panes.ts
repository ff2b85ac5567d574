/** What F6 goes through, in the order of the page. */
const PANES = 'nav, .screenbar .field, [role="grid"], [role="listbox"], [role="tree"], [data-pane], .inspector';
const FOCUSABLE = 'button:not(:disabled), input, select, textarea, [tabindex="0"]';

/** Moves the focus to the next pane, or to the one before, around the ends. */
export function movePane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>(PANES)].filter(
    (pane) => pane.checkVisibility() && targetOf(pane) !== undefined,
  );
  if (panes.length === 0) return;
  const at = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : panes.length - 1) : (at + step + panes.length) % panes.length;
  const pane = panes[next];
  if (pane !== undefined) targetOf(pane)?.focus();
}

/** What takes the focus for a pane: itself, what is chosen in it, or the first that can. */
function targetOf(pane: HTMLElement): HTMLElement | undefined {
  if (pane.matches(FOCUSABLE)) return pane;
  return (
    pane.querySelector<HTMLElement>('[aria-current="page"]') ?? pane.querySelector<HTMLElement>(FOCUSABLE) ?? undefined
  );
}
