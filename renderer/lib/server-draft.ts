import type { ReasonId } from '../../main/contract/reasons.ts';
import { type ListedServer, portOf, serversIn } from '../../main/contract/server-list.ts';
import {
  POLL_EVERY,
  SERVER_LABEL_MOST,
  type ServerColour,
  type ServerDraft,
  type ServerInfo,
  type ServerTls,
} from '../../main/contract/servers.ts';

/** PEM files as they are typed; empty is without. */
export interface TlsFields {
  on: boolean;
  ca: string;
  certificate: string;
  key: string;
}

type ProxyDraft = Extract<ServerDraft, { kind: 'proxy' }>;

/** A server as its sheet has it: all fields of all kinds, as they are typed. */
export interface ServerFields {
  kind: ServerDraft['kind'];
  /** Empty takes the address. */
  label: string;
  colour: ServerColour;
  group: string;
  on: boolean;
  /** One server or a list of them. */
  address: string;
  tls: TlsFields;
  /** Between two looks, s. */
  every: string;
  port: string;
  ownTls: TlsFields;
  /** Null is as it is proposed: on where the server is not on this machine. */
  readOnly: boolean | null;
}

const NO_TLS: TlsFields = { on: false, ca: '', certificate: '', key: '' };

/** The first port that is proposed to one more server here; 4730 is the first one's. */
const FIRST_PORT = 4731;

/** Fields of a new server; its port is one that no server of the list has. */
export function newFields(list: readonly ServerInfo[], change: Partial<ServerFields> = {}): ServerFields {
  return {
    kind: 'attached',
    label: '',
    colour: 'none',
    group: '',
    on: true,
    address: '',
    tls: NO_TLS,
    every: String(POLL_EVERY.default),
    port: String(freePort(list)),
    ownTls: NO_TLS,
    readOnly: null,
    ...change,
  };
}

/** Fields of a server as it was described. */
export function fieldsOf(server: ServerDraft, list: readonly ServerInfo[]): ServerFields {
  const { kind, label, colour, group, on } = server;
  const common = newFields(list, { kind, label, colour, group, on });
  if (kind === 'embedded') return { ...common, port: String(server.port) };
  const { address, tls } = server;
  const away = { ...common, address, tls: tlsFields(tls) };
  if (kind === 'attached') return { ...away, every: String(server.every) };
  return { ...away, port: String(server.port), ownTls: tlsFields(server.ownTls), readOnly: server.readOnly };
}

/** PEM files of a server as its sheet has them. */
export const tlsFields = (tls: ServerTls | null): TlsFields => ({
  on: tls !== null,
  ca: tls?.ca ?? '',
  certificate: tls?.certificate ?? '',
  key: tls?.key ?? '',
});

const tlsOf = ({ on, ca, certificate, key }: TlsFields): ServerTls | null =>
  on ? { ca: pathOf(ca), certificate: pathOf(certificate), key: pathOf(key) } : null;

/** What we show: it has a certificate and its key. */
function ownTlsOf({ on, ca, certificate, key }: TlsFields): ProxyDraft['ownTls'] {
  return on ? { ca: pathOf(ca), certificate: certificate.trim(), key: key.trim() } : null;
}

const pathOf = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** A port of this machine that no server of the list has. */
function freePort(list: readonly ServerInfo[], from = FIRST_PORT): number {
  const taken = new Set(list.map(({ server, address }) => ('port' in server ? server.port : portOfAddress(address))));
  let port = from;
  while (taken.has(port)) port += 1;
  return port;
}

const portOfAddress = (address: string): number => Number(address.slice(address.lastIndexOf(':') + 1));

/** Whether an address is of this machine. */
export const isHere = (address: string): boolean => /^(localhost|127\.[\d.]+|\[::1\]):/i.test(address);

/** What is wrong with a field; `bad` names the piece of a list. */
export type ServerFault =
  | {
      why:
        | 'address-missing'
        | 'port'
        | 'every'
        | 'label-long'
        | 'one'
        | 'certificate-alone'
        | 'key-alone'
        | 'certificate-missing';
    }
  | { why: 'address'; bad: string; reason: ReasonId };

export interface ServerFaults {
  address?: ServerFault;
  port?: ServerFault;
  every?: ServerFault;
  label?: ServerFault;
  tls?: ServerFault;
  ownTls?: ServerFault;
}

/** What stands in the way of each field; `one` where it is to be a single server. */
export function faultsOf(fields: ServerFields, one = false): ServerFaults {
  const { kind, address, port, every, label } = fields;
  const faults: ServerFaults = {};
  if (label.trim().length > SERVER_LABEL_MOST) faults.label = { why: 'label-long' };
  if (kind !== 'embedded') {
    const { servers, wrong } = serversIn(address);
    const [bad] = wrong;
    if (bad !== undefined) faults.address = { why: 'address', bad: bad.text, reason: bad.why };
    else if (servers.length === 0) faults.address = { why: 'address-missing' };
    else if (one && servers.length > 1) faults.address = { why: 'one' };
    const tls = tlsFault(fields.tls);
    if (tls !== undefined) faults.tls = tls;
  }
  if (kind !== 'attached' && portOf(port.trim()) === undefined) faults.port = { why: 'port' };
  const seconds = Number(every);
  if (kind === 'attached' && !(every.trim() !== '' && seconds >= POLL_EVERY.least && seconds <= POLL_EVERY.most))
    faults.every = { why: 'every' };
  const own = kind === 'proxy' ? (ownTlsFault(fields.ownTls) ?? tlsFault(fields.ownTls)) : undefined;
  if (own !== undefined) faults.ownTls = own;
  return faults;
}

function tlsFault({ on, certificate, key }: TlsFields): ServerFault | undefined {
  if (!on || (certificate.trim() === '') === (key.trim() === '')) return undefined;
  return { why: key.trim() === '' ? 'certificate-alone' : 'key-alone' };
}

/** Who serves TLS has to show something. */
const ownTlsFault = ({ on, certificate }: TlsFields): ServerFault | undefined =>
  on && certificate.trim() === '' ? { why: 'certificate-missing' } : undefined;

/** The servers that fields without a fault describe: more than one where their address is a list. */
export function draftsOf(fields: ServerFields, list: readonly ServerInfo[]): ServerDraft[] {
  const { kind, colour, on } = fields;
  const label = fields.label.trim();
  const common = { colour, group: fields.group.trim(), on };
  const first = portOf(fields.port.trim()) ?? FIRST_PORT;
  if (kind === 'embedded') return [{ kind, label: label || `:${first}`, ...common, port: first }];
  const { servers } = serversIn(fields.address);
  let port = first - 1;
  return servers.map((listed) => {
    const { address } = listed;
    // A label is of one: those of a list are told apart by their addresses.
    const named = servers.length === 1 && label !== '' ? label : address.slice(0, SERVER_LABEL_MOST);
    const there = { label: named, ...common, address, tls: tlsOfListed(fields.tls, listed) };
    if (kind === 'attached') return { kind, ...there, every: Number(fields.every) };
    port = port < first ? first : freePort(list, port + 1);
    return { kind, ...there, port, ownTls: ownTlsOf(fields.ownTls), readOnly: fields.readOnly ?? !isHere(address) };
  });
}

/** Where the address itself asks for TLS, that is enough. */
const tlsOfListed = (tls: TlsFields, listed: ListedServer): ServerTls | null =>
  tlsOf({ ...tls, on: tls.on || listed.tls });
