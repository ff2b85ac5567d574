import { randomBytes } from 'node:crypto';
import { type Machine, type PageAnswer, pathsOf } from '../machine.ts';

/** A folder of a web server, and what it is in the web. */
export interface PageQuestion {
  folder: string;
  url: string;
}

/** What a page says of the PHP that makes it. */
export interface Page {
  file: string;
  url: string;
  answer: PageAnswer;
  told: PageTold | null;
  /** Whether the page is the code itself, which no PHP has run. */
  isSource: boolean;
}

export interface PageTold {
  version: string;
  sapi: string;
  gearman: string | null;
  iniFile: string;
  extensionFolder: string;
}

/** Puts a page into the folder, asks for it, and takes it away: only where the person names both. */
export async function lookAtPage(machine: Machine, { folder, url }: PageQuestion): Promise<Page> {
  const mark = randomBytes(12).toString('hex');
  const name = `gb-${randomBytes(8).toString('hex')}.php`;
  const file = pathsOf(machine).join(folder, name);
  const address = new URL(name, url.endsWith('/') ? url : `${url}/`).href;
  const answer = await machine.tryPage({ folder, name, code: codeOf(mark), url: address });
  const text = answer.what === 'page' ? answer.text : '';
  // The mark is in two parts in the code, so that the code is not taken for what it says.
  const said = new RegExp(`${mark}:([A-Za-z0-9+/=]*(?:\\|[A-Za-z0-9+/=]*){4}):end`).exec(text)?.[1];
  return {
    file,
    url: address,
    answer,
    told: said === undefined ? null : toldIn(said),
    isSource: text.includes('<?php'),
  };
}

const codeOf = (mark: string): string =>
  `<?php // Gearbench asks which PHP this is, and removes the file.
$v = array(PHP_VERSION, PHP_SAPI, (string) phpversion('gearman'), (string) php_ini_loaded_file(), ini_get('extension_dir'));
echo '${mark}', ':', implode('|', array_map('base64_encode', $v)), ':end';
`;

function toldIn(said: string): PageTold {
  const [version = '', sapi = '', gearman = '', iniFile = '', extensionFolder = ''] = said
    .split('|')
    .map((part) => Buffer.from(part, 'base64').toString('utf8'));
  return { version, sapi, gearman: gearman === '' ? null : gearman, iniFile, extensionFolder };
}
