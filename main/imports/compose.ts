import { parseAllDocuments } from 'yaml';
import { because } from '../contract/reasons.ts';
import { type Container, containerOf, publishedAt } from './container.ts';
import { offerNamed } from './named-servers.ts';
import { hostOf, nothingBut, Offers } from './offers.ts';
import type { Setting } from './setting-lines.ts';

/** Characters of a file; those that people write have a tenth, and reading so much takes half a second. */
const MOST = 64 * 1024;
/** How much larger aliases may make a file. */
const ALIASES_MOST = 100;

/**
 * The job servers of a compose file: services that run gearmand, where their port is published, and servers that the environment
 * of the others names. A name of a service there means it.
 */
export function composedServers(text: string): Offers {
  if (text.length > MOST) return nothingBut('too-large');
  const { services, broken } = servicesIn(text);
  const containers = services.map(([name, service]) => containerOf(name, service));
  const settings = services.flatMap(([name, service]) => environmentOf(name, service));

  const mentioned = new Offers();
  offerNamed(settings, mentioned);
  const meant = new Set(mentioned.offers.map(({ address }) => hostOf(address)));
  const offers = new Offers(new Set(containers.map(({ name }) => name)));
  if (broken !== null) offers.miss(broken.text, broken, because('no-yaml'));
  for (const container of containers) if (container.isServer || meant.has(container.name)) offer(container, offers);
  offerNamed(settings, offers);
  return offers;
}

function offer(container: Container, offers: Offers): void {
  const place = { from: `services.${container.name}.ports`, line: null };
  const found = publishedAt(container);
  for (const each of found)
    if (typeof each === 'string') offers.add(container.name, each, place);
    else offers.miss(each.text, place, each);
  if (found.length === 0) offers.miss(container.name, place, because('not-published'));
}

/** Services by their names, and what is wrong with the file as a whole. */
function servicesIn(text: string): {
  services: [string, Record<string, unknown>][];
  broken: { text: string; from: string; line: number | null } | null;
} {
  try {
    const documents = [
      parseAllDocuments(text, { merge: true, uniqueKeys: false, logLevel: 'silent', prettyErrors: false }),
    ].flat();
    const [error] = documents.flatMap((document) => document.errors ?? []);
    if (error !== undefined) {
      const line = text.slice(0, error.pos[0]).split('\n').length;
      return { services: [], broken: { text: text.split('\n')[line - 1]?.trim() ?? '', from: '', line } };
    }
    const contents = documents.map((document) =>
      'toJS' in document ? document.toJS({ maxAliasCount: ALIASES_MOST }) : null,
    );
    const services = contents.flatMap((content) => Object.entries(recordOf(recordOf(content)['services'])));
    return { services: services.map(([name, service]) => [name, recordOf(service)]), broken: null };
  } catch {
    // Too deep, or too much by its aliases.
    return { services: [], broken: { text: '', from: '', line: null } };
  }
}

/** Variables of a service: a map, or a list of NAME=value. */
function environmentOf(service: string, { environment }: Record<string, unknown>): Setting[] {
  const pairs = Array.isArray(environment)
    ? environment.map((each) => /^([^=]+)=(.*)$/s.exec(String(each))?.slice(1) ?? [])
    : Object.entries(recordOf(environment));
  return pairs.flatMap(([key, value]) => {
    if (typeof key !== 'string' || value === null || value === undefined || typeof value === 'object') return [];
    const place = { from: `services.${service}.environment.${key}`, line: null };
    return [{ section: '', group: service, key, value: String(value), literal: false, place }];
  });
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
