import { because, type Reason } from '../contract/reasons.ts';
import { portOf, serverIn } from '../contract/server-list.ts';
import { filledIn } from './variables.ts';

/** A service of a compose file, as far as it may be a job server. */
export interface Container {
  name: string;
  /** Whether its image or its command says that it runs gearmand. */
  isServer: boolean;
  /** Where gearmand listens in it. */
  port: number;
  /** As they are written. */
  ports: unknown[];
  /** Whether it has no network of its own. */
  onHost: boolean;
}

export function containerOf(name: string, service: Record<string, unknown>): Container {
  const { image, ports, network_mode } = service;
  const command = [...wordsOf(service['entrypoint']), ...wordsOf(service['command'])];
  return {
    name,
    isServer: isServerImage(filled(image)) || command.some((word) => /(?:^|\/)gearmand$/.test(word)),
    port: portOption(command),
    ports: Array.isArray(ports) ? ports : [],
    onHost: network_mode === 'host',
  };
}

/** The last part of an image's name, without what comes behind it: `artefactual/gearmand:1.1.20`. */
const isServerImage = (image: string): boolean => {
  const [name = ''] = (image.split('/').at(-1) ?? '').split(/[:@]/);
  return /gearmand$|^gearman$|gearman-?(?:job-?)?server$/i.test(name);
};

const wordsOf = (command: unknown): string[] => [command].flat().flatMap((each) => filled(each).split(/\s+/));

/** A value with its variables filled in where they have defaults; as it is written where it is no text, or they have none. */
function filled(value: unknown): string {
  if (typeof value !== 'string') return typeof value === 'number' ? String(value) : '';
  const text = filledIn(value, () => undefined);
  return typeof text === 'string' ? text : value;
}

/** The port that gearmand's own options give it. */
function portOption(words: readonly string[]): number {
  for (const [index, word] of words.entries()) {
    const [, number] = /^(?:-p|--port)=?(\d*)$/.exec(word) ?? [];
    const port = number === undefined ? undefined : portOf(number === '' ? (words[index + 1] ?? '') : number);
    if (port !== undefined) return port;
  }
  return 4730;
}

/** Addresses of this machine that lead to the port, and why others are none. */
export function publishedAt({ port, ports, onHost }: Container): (string | (Reason & { text: string }))[] {
  if (onHost) return [`127.0.0.1:${port}`];
  return ports.flatMap((each): (string | (Reason & { text: string }))[] => {
    const mapping = mappingOf(each);
    if (mapping === null) return [];
    const { text, host, published, target } = mapping;
    const unset = filledIn(text, () => undefined);
    if (typeof unset !== 'string') return [{ text, ...unset }];
    if (target === null || port < target.from || port > target.to) return [];
    if (published === null) return [{ text, ...because('random-port') }];
    const address = `${host}:${Math.min(published.from + port - target.from, published.to)}`;
    return [serverIn(address) === null ? { text, ...because('no-address') } : address];
  });
}

interface Range {
  from: number;
  to: number;
}

interface Mapping {
  text: string;
  host: string;
  /** Ports of this machine, and of the container. */
  published: Range | null;
  target: Range | null;
}

/** `4730`, `4731:4730`, `127.0.0.1:4731:4730/tcp`, `4730-4732:4730-4732`, or the same in words. Null where it is of no use. */
function mappingOf(each: unknown): Mapping | null {
  if (typeof each === 'object' && each !== null) {
    const { target, published, host_ip, protocol } = each as Record<string, unknown>;
    if (protocol !== undefined && protocol !== 'tcp') return null;
    const text = [host_ip, published, target].filter((part) => part !== undefined).join(':');
    return {
      text,
      host: hostOf(filled(host_ip)),
      published: rangeOf(filled(published)),
      target: rangeOf(filled(target)),
    };
  }
  if (typeof each !== 'string' && typeof each !== 'number') return null;
  const text = String(each);
  const [, host = '', published = '', target = '', protocol = 'tcp'] =
    /^(?:(?:(\[[^\]]*\]|[^:]*):)?([\d-]*):)?([\d-]+)(?:\/(\w+))?$/.exec(filled(text)) ?? [];
  return protocol === 'tcp'
    ? { text, host: hostOf(host), published: rangeOf(published), target: rangeOf(target) }
    : null;
}

/** From here, what listens on all addresses is reached by the first of them. */
const hostOf = (host: string): string => {
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare === '' || bare === '0.0.0.0' || bare === '::') return '127.0.0.1';
  return bare.includes(':') ? `[${bare}]` : bare;
};

/** The ports of `4730-4732`. */
function rangeOf(text: string): Range | null {
  const [, first = '', last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const from = portOf(first);
  const to = portOf(last);
  return from === undefined || to === undefined ? null : { from, to };
}
