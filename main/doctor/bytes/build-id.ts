/** What an extension was compiled for; it and PHP must say the same (ZEND_MODULE_BUILD_ID in Zend/zend_modules.h). */
export interface BuildId {
  /** The API number: a date, another one in each minor version. */
  api: number;
  threads: boolean;
  debug: boolean;
  /** The compiler, as `VS16`; on Windows alone. */
  compiler: string | null;
}

/** Bytes of a build id or of a version, at most. */
const LONGEST = 40;

/** Extensions of Zend's own engine have a number of nine digits there. */
const PATTERN = /(?<!\w)API(\d{8}),(NTS|TS)(,debug)?(?:,(V[CS]\d+))?/;

/** The build id in a text; null where there is none. */
export function buildIdIn(text: string): BuildId | null {
  const found = PATTERN.exec(text);
  if (found === null) return null;
  const [, api, threads, debug, compiler] = found;
  return { api: Number(api), threads: threads === 'TS', debug: debug !== undefined, compiler: compiler ?? null };
}

/**
 * The build id in the bytes of a PHP or of an extension; null where there is none. They may be many: only what stands at its first
 * letters is made a text.
 */
export function buildIdOf(bytes: Buffer): BuildId | null {
  for (let at = bytes.indexOf('API2'); at >= 0; at = bytes.indexOf('API2', at + 1)) {
    // Not the end of another word, and nothing that only follows and may be cut off.
    if (/\w/.test(bytes.toString('latin1', Math.max(0, at - 1), at))) continue;
    const text = bytes.toString('latin1', at, at + LONGEST);
    const found = PATTERN.exec(text)?.index === 0 ? buildIdIn(text) : null;
    if (found !== null) return found;
  }
  return null;
}

/** As PHP writes it. */
export const buildIdText = ({ api, threads, debug, compiler }: BuildId): string =>
  `API${api},${threads ? 'TS' : 'NTS'}${debug ? ',debug' : ''}${compiler === null ? '' : `,${compiler}`}`;

/** The version that a PHP's bytes tell: the header that it adds to what it serves (SAPI.h). Null where there is none. */
export function versionOf(bytes: Buffer): string | null {
  const at = bytes.indexOf(HEADER);
  const text = at < 0 ? '' : bytes.toString('latin1', at + HEADER.length, at + HEADER.length + LONGEST);
  return /^\d+\.\d+\.\d+[\w.+~-]*/.exec(text)?.[0] ?? null;
}

const HEADER = 'X-Powered-By: PHP/';
