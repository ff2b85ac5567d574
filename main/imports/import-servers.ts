import { SERVER_FILE_MOST, type ServerImport } from '../contract/servers.ts';
import { offerNamed } from './named-servers.ts';
import { nothingBut, Offers, WHOLE } from './offers.ts';
import { settingLines } from './setting-lines.ts';

/**
 * Servers that a file names, or a pasted text, which has no name: `.env`, Docker's compose files, ini files and those of
 * GearmanManager, or a list of addresses alone. Looks at nothing else, runs nothing, and takes no variable of this process.
 * Resolves with what could not be used too, whatever the text is; bytes that were no UTF-8 are U+FFFD in it.
 */
export async function importServers(text: string, file: string | null): Promise<ServerImport> {
  const { offers, misread } = await offersIn(text.replace(/^\ufeff/, ''), file ?? '');
  return { file, offers, misread };
}

async function offersIn(text: string, file: string): Promise<Offers> {
  if (text.length > SERVER_FILE_MOST) return nothingBut('too-large');
  if (/[\0\ufffd]/.test(text)) return nothingBut('expects-text');
  if (isYaml(text, file)) return (await import('./compose.ts')).composedServers(text);
  const offers = new Offers();
  const settings = settingLines(text);
  if (settings.length > 0) offerNamed(settings, offers);
  else offers.read(withoutComments(text), WHOLE);
  return offers;
}

/** Whether it is read as YAML, a compose file; by its name, or by its keys where that does not tell. */
export const isYaml = (text: string, file: string): boolean =>
  /\.ya?ml$/i.test(file) ||
  (!/\.(?:env|ini|conf|cfg|txt)\b/i.test(file) && /^["']?(?:services|version)["']?\s*:/m.test(text));

const withoutComments = (text: string): string => text.replace(/^[ \t]*[#;].*$/gm, '');
