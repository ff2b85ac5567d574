const SVG = 'http://www.w3.org/2000/svg';

/** What of its looks an element takes along. */
const LOOKS = [
  ...['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'paint-order'],
  ...['font-family', 'font-size', 'font-weight', 'color'],
] as const;

/** Looks of an element that its parents give it. */
const INHERITED_SAME = (look: string, value: string, parent: CSSStyleDeclaration | null): boolean =>
  parent !== null && look !== 'stroke-dasharray' && parent.getPropertyValue(look) === value;

/** Characters that no XML has, and what else is not to be seen. */
const NO_XML = /[\p{Cs}\ufffe\uffff]|(?![\t\n\r])\p{Cc}/gu;

/** A picture of the window as a file of its own, with a title: as it looks at the moment, without what only the window needs. */
export function svgFileOf(picture: SVGSVGElement, title: string): string {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  const originals = [picture, ...picture.querySelectorAll('*')];
  for (const [index, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const original = originals[index] as Element;
    const style = getComputedStyle(original);
    const parent = index === 0 ? null : getComputedStyle(original.parentElement as Element);
    const looks = LOOKS.map((look) => [look, style.getPropertyValue(look)] as const).filter(
      ([look, value]) => value !== '' && !INHERITED_SAME(look, value, parent),
    );
    for (const { name } of [...element.attributes]) if (OF_WINDOW.test(name)) element.removeAttribute(name);
    for (const [look, value] of looks) element.setAttribute(look, value);
  }
  for (const unseen of copy.querySelectorAll('[fill="rgba(0, 0, 0, 0)"]:not([stroke]), [data-chosen]')) unseen.remove();
  const ground = document.createElementNS(SVG, 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', groundOf(picture));
  const name = document.createElementNS(SVG, 'title');
  name.textContent = title;
  copy.prepend(name, ground);
  copy.setAttribute('xmlns', SVG);
  return `${new XMLSerializer().serializeToString(copy).replace(NO_XML, '\ufffd')}\n`;
}

/** What the window needs to show it, to move in it and to speak it. */
const OF_WINDOW = /^(?:class|style|id|role|tabindex|aria-.*)$/;

/** The colour that lies behind an element. */
function groundOf(element: Element): string {
  for (let each: Element | null = element; each !== null; each = each.parentElement) {
    const colour = getComputedStyle(each).backgroundColor;
    if (colour !== '' && colour !== 'transparent' && !/^rgba\(.*, 0\)$/.test(colour)) return colour;
  }
  return '#ffffff';
}
