/**
 * A text in a diagram of Mermaid's language: what is no letter, number or harmless sign stands as its code point, which Mermaid shows
 * as the sign. https://mermaid.js.org/syntax/sequenceDiagram.html
 */
export const mermaidText = (text: string): string =>
  text.replace(/[^\p{L}\p{M}\p{N} _.,/-]/gu, (sign) => `#${sign.codePointAt(0)};`);
