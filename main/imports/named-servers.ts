import { because } from '../contract/reasons.ts';
import { portOf } from '../contract/server-list.ts';
import type { Offers, Place } from './offers.ts';
import type { Setting } from './setting-lines.ts';
import { filledIn } from './variables.ts';

/** What the end of a key says, with the words in front of it: `SHOP_GEARMAN_HOST`, `gearman.servers[]`. */
const KEY = /^(.*?)[._-]?(servers?|hosts?|hostname|ports?|ur[il]s?|dsn|addr|address|addresses)?$/i;

/** What is said of one server, or one list: by its group and the words in front. */
interface Named {
  hosts: { text: string; place: Place }[];
  ports: { text: string; place: Place }[];
}

/**
 * Offers the servers that settings name: those with Gearman in their key or section, and those of GearmanManager's file, whose
 * sections are functions.
 */
export function offerNamed(settings: readonly Setting[], offers: Offers): void {
  for (const { hosts, ports } of namedIn(settings, offers).values()) {
    const [port] = ports;
    const number = portOf(port?.text.trim() ?? '');
    for (const { text, place } of hosts) offers.read(text, place, number);
    if (port === undefined || (hosts.length > 0 && number !== undefined)) continue;
    // Docker's links have the whole address in GEARMAN_PORT.
    if (port.text.includes('://')) offers.read(port.text, port.place);
    else offers.miss(port.text, port.place, because(number === undefined ? 'no-port' : 'no-host'));
  }
}

function namedIn(settings: readonly Setting[], offers: Offers): Map<string, Named> {
  const known = new Map<string, string>();
  const isManagers = settings.some(({ section }) => /^GearmanManager$/i.test(section));
  const named = new Map<string, Named>();
  for (const { section, group, key, value, literal, place } of settings) {
    const filled = literal ? value : filledIn(value, (name) => known.get(`${group}\n${name}`));
    if (typeof filled === 'string') known.set(`${group}\n${key}`, filled);
    if (!isManagers && !/gearman/i.test(`${section} ${key}`)) continue;
    const [, words = '', kind] = KEY.exec(key.replace(/\[.*$/, '')) ?? [];
    if (kind === undefined && !/^gearmand?$/i.test(words)) continue;
    if (typeof filled !== 'string') offers.miss(value, place, filled);
    else if (filled.trim() !== '') {
      const name = `${group}\n${words.toLowerCase()}`;
      const those = named.get(name) ?? { hosts: [], ports: [] };
      named.set(name, those);
      those[/^ports?$/i.test(kind ?? '') ? 'ports' : 'hosts'].push({ text: filled, place });
    }
  }
  return named;
}
