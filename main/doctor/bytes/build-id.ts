/** What an extension was compiled for; it and PHP must say the same (ZEND_MODULE_BUILD_ID in Zend/zend_modules.h). */
export interface BuildId {
  /** The API number: a date, another one in each minor version. */
  api: number;
  threads: boolean;
  debug: boolean;
  /** The compiler, as `VS16`; on Windows alone. */
  compiler: string | null;
}

/** Extensions of Zend's own engine have a number of nine digits there. */
const PATTERN = /(?<!\w)API(\d{8}),(NTS|TS)(,debug)?(?:,(V[CS]\d+))?/;

/** The build id in a text or in the bytes of a PHP or of an extension, one character a byte; null where there is none. */
export function buildIdIn(text: string): BuildId | null {
  const found = PATTERN.exec(text);
  if (found === null) return null;
  const [, api, threads, debug, compiler] = found;
  return { api: Number(api), threads: threads === 'TS', debug: debug !== undefined, compiler: compiler ?? null };
}

/** As PHP writes it. */
export const buildIdText = ({ api, threads, debug, compiler }: BuildId): string =>
  `API${api},${threads ? 'TS' : 'NTS'}${debug ? ',debug' : ''}${compiler === null ? '' : `,${compiler}`}`;

/** The version that a PHP's bytes tell: the header that it adds to what it serves (SAPI.h). */
export const versionIn = (text: string): string | null =>
  /X-Powered-By: PHP\/(\d+\.\d+\.\d+[\w.+~-]*)/.exec(text)?.[1] ?? null;

/** php.net's versions by API number. */
const MINORS: Readonly<Record<number, string>> = {
  20090626: '5.3',
  20100525: '5.4',
  20121212: '5.5',
  20131226: '5.6',
  20151012: '7.0',
  20160303: '7.1',
  20170718: '7.2',
  20180731: '7.3',
  20190902: '7.4',
  20200930: '8.0',
  20210902: '8.1',
  20220829: '8.2',
  20230831: '8.3',
  20240924: '8.4',
  20250925: '8.5',
};

/** The minor version, as `8.2`, whose extensions have that number; null where it is none that was released when this was written. */
export const minorOf = (api: number): string | null => MINORS[api] ?? null;
