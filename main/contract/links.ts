/** Pages that may be opened in the person's browser: what our texts link to, and nothing else. */
const OUR_LINKS: readonly string[] = [
  'https://gearman.org/',
  'https://github.com/gearbench/',
  'https://github.com/google/re2/wiki/Syntax',
  'https://fakerjs.dev/api/',
];

export const isOurLink = (address: string): boolean => OUR_LINKS.some((link) => address.startsWith(link));
