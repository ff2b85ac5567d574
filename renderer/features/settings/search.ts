import { COMMAND_IDS, type CommandId } from '../../../main/contract/commands.ts';
import { nameOf } from '../../commands.ts';
import { inEveryLanguage, MESSAGE_IDS, type MessageId } from '../../i18n/text.tsx';
import { SECTIONS, SETTINGS, type Section, type SettingEntry } from './table.ts';

/** What parts without a row in the table say, by the beginnings of their messages. */
const SAID: Readonly<{ [section in Section]?: readonly string[] }> = {
  terminal: ['settings.command', 'terminal.'],
  privacy: ['settings.private'],
  advanced: ['settings.resetAll'],
};

const texts = new Map<string, string>();

/** All that messages say, in every language: who has set the wrong one finds the way back. */
function said(key: string, ids: () => readonly MessageId[]): string {
  const known = texts.get(key);
  if (known !== undefined) return known;
  const text = ids().flatMap(inEveryLanguage).join('\n').toLowerCase();
  texts.set(key, text);
  return text;
}

const saidBy = ({ id, label }: SettingEntry): string =>
  said(id, () => [
    ...MESSAGE_IDS.filter((each) => each === label || each.startsWith(`${label}.`)),
    ...(id.startsWith('limit.') ? (['settings.limits'] as const) : []),
  ]);
const saidIn = (section: Section): string => said(`section ${section}`, () => [`settings.${section}`]);

const has = (text: string, search: string): boolean =>
  search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));

/** Whether a setting is among what was searched for: by its words, what it does, or the part that it stands in. */
export const isFound = (entry: SettingEntry, search: string): boolean =>
  has(`${saidBy(entry)}\n${saidIn(entry.section)}`, search);

/** Whether a command's shortcut is. */
export const isCommandFound = (id: CommandId, search: string): boolean =>
  has(`${said(`command ${id}`, () => [nameOf(id)])}\n${saidIn('shortcuts')}`, search);

/** The parts in which something is found. */
export const foundSections = (search: string): Section[] =>
  SECTIONS.filter(
    (section) =>
      has(saidIn(section), search) ||
      SETTINGS.some((entry) => entry.section === section && isFound(entry, search)) ||
      (section === 'shortcuts' && COMMAND_IDS.some((id) => isCommandFound(id, search))) ||
      has(
        said(`said ${section}`, () =>
          MESSAGE_IDS.filter((id) => (SAID[section] ?? []).some((beginning) => id.startsWith(beginning))),
        ),
        search,
      ),
  );
