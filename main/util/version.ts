/** The product's version, the same as in package.json. */
export const VERSION = '0.1.0';

/** What the job server calls itself: the gearmand that it is compatible with, then what it really is. */
export const SERVER_VERSION = `1.1.20+gearbench-${VERSION}`;
