import type { Shown, TextFormat } from './words.ts';

/** One array of JSON, an element a line; `element` gives that of a packet. */
export function json(element: (shown: Shown) => string): TextFormat {
  let any = false;
  return {
    begin: () => '[',
    packet: (shown) => {
      const before = any ? ',\n' : '\n';
      any = true;
      return `${before}${element(shown)}`;
    },
    end: () => (any ? '\n]\n' : ']\n'),
  };
}
