import type { Page } from '@playwright/test';

/**
 * What does not fit in the page as it stands, each a line: text that is cut with neither dots nor a title, what lies outside
 * of the window and cannot be scrolled to, and what lies over a text.
 */
export const misfits = (page: Page): Promise<string[]> => page.evaluate(lookAtPage);

/** Runs in the page. */
function lookAtPage(): string[] {
  /** Parts of letters may stand out by so much, px. */
  const SLACK = 2;
  interface Box {
    left: number;
    top: number;
    right: number;
    bottom: number;
  }
  interface Seen {
    element: Element;
    text: string;
    box: Box;
  }
  const found: string[] = [];
  const layers = [
    ...document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'),
  ].filter((element) => element.checkVisibility() && getComputedStyle(element).position !== 'static');
  const top: Element = layers.at(-1) ?? document.body;
  const nameOf = (element: Element): string => {
    const { parentElement: parent } = element;
    const own = `${element.tagName.toLowerCase()}.${[...element.classList].join('.')}`;
    return parent === null || parent === document.body ? own : `${parent.className || parent.tagName} > ${own}`;
  };
  const isHiddenOnPurpose = (element: Element): boolean =>
    element.closest('[aria-hidden=true], .visually-hidden') !== null;
  const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll';
  const cuts = (value: string): boolean => value === 'hidden' || value === 'clip';

  /** The part of a box that its surroundings show; null where they show nothing. Also whether some of it can be scrolled to. */
  function shownOf(element: Element, box: Box): { box: Box; scrollable: { x: boolean; y: boolean } } | null {
    const rest = { ...box };
    const scrollable = { x: false, y: false };
    for (let each: Element | null = element; each !== null && each !== document.body; each = each.parentElement) {
      const style = getComputedStyle(each);
      const clips = each.getBoundingClientRect();
      if (scrolls(style.overflowX)) scrollable.x = true;
      if (scrolls(style.overflowY)) scrollable.y = true;
      if (style.overflowX !== 'visible') {
        rest.left = Math.max(rest.left, clips.left);
        rest.right = Math.min(rest.right, clips.right);
      }
      if (style.overflowY !== 'visible') {
        rest.top = Math.max(rest.top, clips.top);
        rest.bottom = Math.min(rest.bottom, clips.bottom);
      }
    }
    return rest.right - rest.left < 1 || rest.bottom - rest.top < 1 ? null : { box: rest, scrollable };
  }

  const texts: Seen[] = [];
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement as Element;
    const text = node.textContent?.trim() ?? '';
    if (text === '' || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (isHiddenOnPurpose(element) || element.closest('svg, option, .cm-editor, canvas') !== null) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      const { left, top: upper, right, bottom } = rect;
      const shown = shownOf(element, { left, top: upper, right, bottom });
      if (shown === null) continue; // cut away as a whole: of a scrolled list that is as it should be
      const { box, scrollable } = shown;
      if (
        (!scrollable.x && (box.right > innerWidth + SLACK || box.left < -SLACK)) ||
        (!scrollable.y && (box.bottom > innerHeight + SLACK || box.top < -SLACK))
      )
        found.push(`outside: ${nameOf(element)} “${text.slice(0, 50)}”`);
      texts.push({ element, text, box });
    }
  }

  const withText = new Set(texts.map(({ element }) => element));
  for (const element of withText) {
    for (let each: Element | null = element; each !== null && each !== document.body; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (scrolls(style.overflowX) || scrolls(style.overflowY)) break;
      const wide = each.scrollWidth > each.clientWidth + SLACK && cuts(style.overflowX);
      const high = each.scrollHeight > each.clientHeight + SLACK && cuts(style.overflowY);
      if (!wide && !high) continue;
      const dots = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
      const told = element.closest('[title], [aria-label]') !== null || each.querySelector('[title]') !== null;
      if (!dots && clientCut(each, element))
        found.push(`cut: ${nameOf(each)} “${each.textContent?.trim().slice(0, 50)}”`);
      else if (dots && !told)
        found.push(`dots without a title: ${nameOf(each)} “${each.textContent?.trim().slice(0, 50)}”`);
      break;
    }
  }
  /** Whether what is cut is text, and not a border or a shadow. */
  function clientCut(box: Element, element: Element): boolean {
    const clips = box.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(element);
    return [...range.getClientRects()].some(
      (rect) =>
        rect.width >= 1 &&
        (rect.right > clips.right + SLACK || rect.left < clips.left - SLACK || rect.bottom > clips.bottom + SLACK + 2),
    );
  }

  for (const element of top.querySelectorAll(
    'button, input, select, textarea, [role=tab], [role=radio], [role=combobox]',
  )) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || isHiddenOnPurpose(element))
      continue;
    const { left, top: upper, right, bottom, width, height } = element.getBoundingClientRect();
    if (width < 2 || height < 2) continue;
    const shown = shownOf(element, { left, top: upper, right, bottom });
    if (shown === null) {
      const parents = [...ancestors(element)];
      if (
        !parents.some((each) => scrolls(getComputedStyle(each).overflowX) || scrolls(getComputedStyle(each).overflowY))
      )
        found.push(`cut away: ${nameOf(element)} “${element.getAttribute('aria-label') ?? element.textContent}”`);
      continue;
    }
    const { scrollable, box } = shown;
    const outside =
      (!scrollable.x && (right > innerWidth + SLACK || left < -SLACK || box.right < right - SLACK)) ||
      (!scrollable.y && (bottom > innerHeight + SLACK || upper < -SLACK || box.bottom < bottom - SLACK));
    if (outside)
      found.push(`outside: ${nameOf(element)} “${element.getAttribute('aria-label') ?? element.textContent}”`);
  }
  function* ancestors(element: Element): Generator<Element> {
    for (let each = element.parentElement; each !== null; each = each.parentElement) yield each;
  }

  /** Whether it lies over others on purpose, as a head that stays or a notice does. */
  const floats = (element: Element, below: Element): boolean =>
    [element, ...ancestors(element)].some(
      (each) => !each.contains(below) && /absolute|fixed|sticky/.test(getComputedStyle(each).position),
    );
  for (const { element, text, box } of texts) {
    if (box.bottom - box.top < 8) continue; // scrolled to its last pixels
    const at = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    if (at === null || at.contains(element) || element.contains(at) || !top.contains(at) || floats(at, element))
      continue;
    found.push(`covered: ${nameOf(element)} “${text.slice(0, 30)}” by ${nameOf(at)}`);
  }

  const isSeen = ({ element, box }: Seen): boolean => {
    const at = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    return at !== null && (at === element || element.contains(at) || at.contains(element));
  };
  for (const [index, a] of texts.entries())
    for (const b of texts.slice(index + 1)) {
      if (a.element === b.element) continue;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (wide <= SLACK || high <= SLACK + 3 || !isSeen(a) || !isSeen(b)) continue;
      found.push(
        `overlap: ${nameOf(a.element)} “${a.text.slice(0, 30)}” and ${nameOf(b.element)} “${b.text.slice(0, 30)}”`,
      );
    }
  return [...new Set(found)];
}
