import { type RefObject, useLayoutEffect, useState } from 'react';

/** The width of the inside of a part of an element, px; 0 before it is drawn. */
export function useWidth(box: RefObject<HTMLElement | null>, part: string): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const read = () => setWidth((element.querySelector(part) ?? element).clientWidth);
    const observer = new ResizeObserver(read);
    observer.observe(element);
    read();
    return () => observer.disconnect();
  }, [box, part]);
  return width;
}
