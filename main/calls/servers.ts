import type { Handlers } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import { because, reasonDetails, reasonWords } from '../contract/reasons.ts';
import { LOCAL, SERVERS_MOST, type ServerDraft, type ServerEntry, type ServerInfo } from '../contract/servers.ts';
import { addressOf, type Target } from '../net/dial.ts';
import { isLoopback } from '../net/ports.ts';
import { type Credentials, readClientTls, readTls } from '../net/tls.ts';
import { targetOf } from '../util/gearman-address.ts';
import { inTurn } from '../util/in-turn.ts';
import type { ServersFile } from '../util/servers-file.ts';
import { serverKeys } from './same-server.ts';
import { type Served, switchedOff } from './served.ts';
import { tryServer } from './try-server.ts';

/** Those of the calls that are about the list and what is in it. */
type Call =
  | 'servers.list'
  | 'servers.add'
  | 'servers.change'
  | 'servers.remove'
  | 'servers.move'
  | 'servers.switch'
  | 'servers.retry'
  | 'servers.unlock'
  | 'servers.try'
  | 'servers.act';

export interface ServerCallsParts {
  file: ServersFile;
  /** The embedded server that is always there. */
  local: Served;
  /** Starts a server that is not the first one. Throws where it cannot even be tried: a file of its TLS cannot be read. */
  serve: (id: string, server: () => ServerDraft) => Served;
  /** The port of the first one is changed. */
  changePort: (port: number) => Promise<void>;
  /** False where nobody asks before a server is changed that is not on this machine. */
  locks?: boolean;
  /** A server is not in the list any more, and has ended. */
  onRemoved: (id: string) => void;
  /** A server is locked that was not, or may be. */
  onLocks: () => void;
  onChange: () => void;
}

/** A server of the list; undefined `served` where it is off. */
export interface ListedServer {
  readonly server: ServerDraft;
  readonly served: Served | undefined;
}

export interface ServerCalls {
  handlers: Pick<Handlers, Call>;
  /** Every server of the list, the first embedded one first. */
  readonly all: ReadonlyMap<string, ListedServer>;
  /** Whether it may not be changed: an attached one that is not on this machine, until it is unlocked. */
  isLocked(id: string): boolean;
  /** What it is described as. Throws `server-unknown`, and why it may not be changed: `server-locked` or `server-read-only`. */
  refuseLocked(id: string): ServerDraft;
  /** Starts those that are to be on. */
  start(): void;
  close(): Promise<void>;
}

/** The servers that the person works with: which, how they are, and what is done with them. */
export function serverCalls({
  file,
  local,
  serve,
  changePort,
  locks = true,
  onRemoved,
  onLocks,
  onChange,
}: ServerCallsParts): ServerCalls {
  const on = new Map<string, Served>([[LOCAL, local]]);
  /** Why one could not even be tried. */
  const refused = new Map<string, AppError>();
  const unlocked = new Set<string>();
  /** What changes the list waits for the change before it: for an id that is taken, or a port that is given up. */
  const oneByOne = inTurn();
  const entries = (): readonly ServerEntry[] => {
    const { entries: kept } = file;
    return kept.some(({ id }) => id === LOCAL) ? kept : [{ id: LOCAL, server: FIRST }, ...kept];
  };

  const listed = (): ServerCalls['all'] =>
    new Map(entries().map(({ id, server }) => [id, { server, served: on.get(id) }]));

  const described = (id: string): ServerDraft => {
    const entry = entries().find((each) => each.id === id);
    if (entry === undefined) throw new AppError('server-unknown', 'This server is not in the list any more.');
    return entry.server;
  };

  function startServer(id: string): void {
    if (on.has(id)) return;
    refused.delete(id);
    try {
      on.set(
        id,
        serve(id, () => described(id)),
      );
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.set(id, error);
    }
  }

  async function end(id: string): Promise<void> {
    const served = on.get(id);
    refused.delete(id);
    if (served === undefined || id === LOCAL) return;
    on.delete(id);
    await served.close();
  }

  function infoOf({ id, server }: ServerEntry, keys: ReadonlyMap<string, string>): ServerInfo {
    const served = on.get(id);
    const state = served?.state ?? switchedOff(addressOfDraft(server));
    const why = refused.get(id);
    return {
      id,
      server: id === LOCAL && server.kind === 'embedded' ? { ...server, port: portIn(state.address) } : server,
      ...state,
      ...(why !== undefined && {
        state: 'failed',
        failure: { code: why.code, message: why.message, details: why.details },
      }),
      loopback: isHere(server),
      same: keys.get(id) ?? id,
      locked: isLocked({ id, server }),
    };
  }

  const isLocked = ({ id, server }: ServerEntry): boolean =>
    locks && server.kind === 'attached' && !isHere(server) && !unlocked.has(id);

  function refuseLocked(id: string): ServerDraft {
    const server = described(id);
    const { label } = server;
    if (server.kind === 'proxy' && server.readOnly)
      throw new AppError('server-read-only', `${label} is a read-only proxy.`, { server: label });
    if (isLocked({ id, server }))
      throw new AppError('server-locked', `${label} is locked. Unlock it first.`, { server: label });
    return server;
  }

  const info = (id: string): ServerInfo => infoOf({ id, server: described(id) }, serverKeys(listed()));

  const change = async (make: (entries: readonly ServerEntry[]) => readonly ServerEntry[]): Promise<void> => {
    await file.change(() => make(entries()));
    onLocks(); // one that is attached now is locked
    onChange();
  };

  const rewrite = (id: string, server: ServerDraft) =>
    change((all) => all.map((each) => (each.id === id ? { id, server } : each)));

  const handlers: Pick<Handlers, Call> = {
    'servers.list': () => {
      const keys = serverKeys(listed());
      return entries().map((entry) => infoOf(entry, keys));
    },
    'servers.add': ({ server, id: wanted, at }) =>
      oneByOne(async () => {
        const taken = new Set(entries().map(({ id }) => id));
        if (taken.size > SERVERS_MOST) throw full();
        const id = wanted !== undefined && !taken.has(wanted) ? wanted : idFor(server.label, taken);
        await change((all) => all.toSpliced(Math.max(1, at ?? all.length), 0, { id, server }));
        if (server.on) startServer(id);
        return info(id);
      }),
    'servers.change': ({ id, server }) =>
      oneByOne(async () => {
        const before = described(id);
        if (id === LOCAL && server.kind !== 'embedded')
          throw new AppError('bad-input', 'The first server stays an embedded one.');
        const stays = on.get(id)?.adopts(server) === true;
        await rewrite(id, server);
        if (id === LOCAL) {
          if (server.kind === 'embedded' && before.kind === 'embedded' && server.port !== portIn(local.state.address))
            await changePort(server.port);
        } else if (!stays) {
          await end(id);
          unlocked.delete(id); // it may be another server now
          onLocks();
          if (server.on) startServer(id);
        }
        onChange();
        return info(id);
      }),
    'servers.remove': ({ id }) =>
      oneByOne(async () => {
        const server = described(id);
        if (id === LOCAL) throw new AppError('bad-input', 'The first server stays in the list.');
        const at = entries().findIndex((each) => each.id === id);
        await change((all) => all.filter((each) => each.id !== id));
        unlocked.delete(id);
        await end(id);
        onRemoved(id);
        onChange();
        return { server, at };
      }),
    'servers.move': ({ id, at }) =>
      change((all) => {
        const server = described(id);
        if (id === LOCAL) return all;
        return all.filter((each) => each.id !== id).toSpliced(Math.max(1, at), 0, { id, server });
      }),
    'servers.switch': ({ id, on: isOn }) =>
      oneByOne(async () => {
        const server = described(id);
        if (id === LOCAL) throw new AppError('bad-input', 'The first server is started and stopped by itself.');
        await rewrite(id, { ...server, on: isOn });
        if (isOn) startServer(id);
        else await end(id);
        onChange();
        return info(id);
      }),
    'servers.retry': ({ id }) => {
      described(id);
      if (refused.has(id)) startServer(id);
      else on.get(id)?.retry();
    },
    'servers.unlock': ({ id, unlocked: isUnlocked }) => {
      described(id);
      if (isUnlocked) unlocked.add(id);
      else unlocked.delete(id);
      onLocks();
      onChange();
      return info(id);
    },
    'servers.try': ({ address, tls }) => tryServer(targetFor(address, tls)),
    'servers.act': async ({ id, action }) => {
      const { label } = refuseLocked(id);
      const attached = on.get(id)?.attached;
      if (attached === undefined) throw new AppError('server-not-running', `${label} is not attached.`);
      return { said: await attached.act(action) };
    },
  };

  return {
    handlers,
    isLocked: (id) => isLocked({ id, server: described(id) }),
    refuseLocked,
    get all() {
      return listed();
    },
    start() {
      for (const { id, server } of entries()) if (server.on) startServer(id);
    },
    async close() {
      await Promise.all([...on.keys()].map(end));
    },
  };
}

/** What the first server is called until somebody calls it otherwise; its port is in the settings. */
const FIRST: ServerDraft = { kind: 'embedded', label: 'Local', colour: 'none', group: '', on: true, port: 4730 };

/** A server somewhere else as it is reached. Throws where a file of its TLS cannot be used. */
export const targetFor = (address: string, tls: Extract<ServerDraft, { kind: 'attached' }>['tls']): Target => ({
  ...targetOf(address),
  ...(tls !== null && { tls: readClientTls(tls) }),
});

/** What a proxy shows to those who come. Throws where a file cannot be used. */
export const tlsOf = ({ ca, ...own }: { ca: string | null; certificate: string; key: string }): Credentials =>
  readTls({ ...own, ...(ca !== null && { ca }) });

function full(): AppError {
  const reason = because('most-entries', { most: SERVERS_MOST });
  return new AppError('bad-input', `The list of servers is full: ${reasonWords(reason)}.`, reasonDetails(reason));
}

const addressOfDraft = (server: ServerDraft): string =>
  server.kind === 'attached' ? server.address : addressOf({ host: '127.0.0.1', port: server.port });

/** It is on this machine. */
const isHere = (server: ServerDraft): boolean =>
  server.kind === 'embedded' || isLoopback(targetOf(server.address).host);

const portIn = (address: string): number => targetOf(address).port;

/** What is left of a label in small letters, or `server`, and a number where that is taken. */
function idFor(label: string, taken: ReadonlySet<string>): string {
  const plain = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30);
  const stem = plain === '' ? 'server' : plain;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? stem : `${stem}-${number}`;
    if (!taken.has(id)) return id;
  }
}
