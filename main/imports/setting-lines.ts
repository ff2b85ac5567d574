import type { Place } from './offers.ts';

/** A `key = value` of a file. */
export interface Setting {
  /** The last `[section]` above; empty where there is none. */
  section: string;
  /** Keys of other groups say nothing of the same server. */
  group: string;
  key: string;
  value: string;
  /** Whether variables in it are meant as they are written: in single quotes. */
  literal: boolean;
  place: Place;
}

/** Longer ones are no settings. */
const LINE_MOST = 16_384;

/** Settings of a `.env` or ini file; comments, and lines that are none, are passed over. */
export function settingLines(text: string): Setting[] {
  const settings: Setting[] = [];
  let section = '';
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    if (raw.length > LINE_MOST) continue;
    const line = raw.trim();
    const heading = /^\[([^\][]+)\]/.exec(line)?.[1];
    if (heading !== undefined) section = heading.trim();
    const [, key, value = ''] = /^(?:export\s+)?([\w.-]+(?:\[[\w.-]*\])?)\s*=(.*)$/.exec(line) ?? [];
    if (key === undefined) continue;
    const place = { from: section === '' ? key : `[${section}] ${key}`, line: index + 1 };
    settings.push({ section, group: section, key, ...valueIn(value.trim()), place });
  }
  return settings;
}

/** What is in quotes ends with them; otherwise a comment may follow. */
function valueIn(text: string): { value: string; literal: boolean } {
  const quote = text[0];
  const end = quote === '"' || quote === "'" ? text.indexOf(quote, 1) : -1;
  if (end > 0) return { value: text.slice(1, end), literal: quote === "'" };
  const comment = text.search(/\s[#;]/);
  return { value: comment < 0 ? text : text.slice(0, comment).trim(), literal: false };
}
