import { type RefObject, useLayoutEffect, useState } from 'react';

/** The inside of a part of an element, px; 0 before it is drawn. */
export interface Size {
  width: number;
  height: number;
}

export function useSize(box: RefObject<HTMLElement | null>, part: string): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const read = () => {
      const { clientWidth: width, clientHeight: height } = element.querySelector(part) ?? element;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    const observer = new ResizeObserver(read);
    observer.observe(element);
    read();
    return () => observer.disconnect();
  }, [box, part]);
  return size;
}
