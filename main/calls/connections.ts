import type { ConnectionFacts, Recorder } from '../capture/recorder.ts';
import type { Handlers } from '../contract/api.ts';
import type { PortOwner } from '../contract/server.ts';
import type { OutsideConnection } from '../contract/workers.ts';
import { ownerOfConnection } from '../net/port-owner.ts';
import { isLoopback } from '../net/ports.ts';
import { targetOf } from '../util/gearman-address.ts';
import { inTurn } from '../util/in-turn.ts';
import { snippetOf } from '../workload/snippets/snippet.ts';

/** Connections that are told of, and how many are looked at for them: probes of ours are among those. */
const TOLD = 20;
const LOOKED_AT = 200;

/** What a program of the person's submits first. It does not wait: there may be no worker yet. */
const FIRST_JOB = {
  function: 'hello',
  unique: '',
  workload: Buffer.from('Hello from my app'),
  priority: 'normal',
  background: true,
} as const;

export interface ConnectionCallsParts {
  /** Of the server's last start; undefined before the first. */
  recorder: () => Recorder | undefined;
  /** Where clients connect to. */
  target: () => { host: string; port: number };
  /** Connections of programs that we started. */
  ours: () => ReadonlySet<number | null>;
  /** The PHP file that takes the place of the extension. */
  dropIn: string;
}

/** Who of others has connected, and a program that does. */
export function connectionCalls(parts: ConnectionCallsParts): Pick<Handlers, `connections.${string}` & keyof Handlers> {
  const oneByOne = inTurn();
  /** Programs at the other ends, as far as they have been asked for; of one start of the server. */
  let programs = new Map<number, PortOwner | null>();
  let asked: Recorder | undefined;

  function programOf(connection: number, { address }: ConnectionFacts, isOpen: boolean): PortOwner | null {
    const known = programs.get(connection);
    if (known !== undefined) return known;
    const from = portOnThisMachine(address);
    if (from === null || !isOpen) return null;
    const found = programs;
    found.set(connection, null);
    void oneByOne(async () => {
      const { port: to } = parts.target();
      found.set(connection, await ownerOfConnection({ from, to }));
    });
    return null;
  }

  function outside(recorder: Recorder): OutsideConnection[] {
    const ours = parts.ours();
    const told: OutsideConnection[] = [];
    for (const connection of recorder.newest(LOOKED_AT)) {
      if (told.length === TOLD) break;
      const facts = recorder.facts(connection);
      if (facts?.did === undefined || facts.origin !== 'other' || facts.heardAt === 0 || ours.has(connection)) continue;
      const { address, clientId } = facts;
      const { openedAt, functions, submitted } = facts.did();
      const isOpen = recorder.isOpen(connection);
      told.push({
        ...{ connection, address, clientId, isOpen, openedAt },
        functions: [...functions],
        submitted,
        program: programOf(connection, facts, isOpen),
      });
    }
    return told;
  }

  return {
    'connections.outside': () => {
      const recorder = parts.recorder();
      if (recorder !== asked) programs = new Map();
      asked = recorder;
      return recorder === undefined ? [] : outside(recorder);
    },
    'connections.snippet': ({ language }) =>
      snippetOf({ job: FIRST_JOB, targets: [parts.target()], language, dropIn: parts.dropIn }),
  };
}

/** The port of an address of this machine's own network; null of one that is elsewhere. */
function portOnThisMachine(address: string): number | null {
  const { host, port } = targetOf(address);
  return isLoopback(host) ? port : null;
}
