import { setTimeout as delay, setImmediate as nextRound } from 'node:timers/promises';
import type { Recorder } from '../capture/recorder.ts';
import type { CaptureRing } from '../capture/ring.ts';
import { rowOf } from '../capture/rows.ts';
import type { ProofPacket } from '../contract/doctor.ts';
import type { ProofServer } from '../doctor/proof/server.ts';
import type { Target } from '../net/dial.ts';
import type { Registry } from '../server/registry.ts';

/** How long the server may take to notice that a worker has gone, and between two looks, ms. */
const GONE_WITHIN = 1000;
const LOOK_EVERY = 10;

/** Time that one look at the capture may take, ms; between two looks the event loop serves the sockets. */
const SLICE = 8;

/** Packets that are told: a proof has fewer than fifty. */
const MOST = 200;

export interface ProofServerParts {
  target: Target;
  /** What the server knows; undefined when it does not run any more. */
  registry: () => Registry | undefined;
  ring: CaptureRing;
  /** Of all runs, by the index that the ring's entries have. */
  recorders: readonly Recorder[];
}

/** Our own server for a proof, from now on: what it has heard before is not looked at. */
export function proofServer({ target, registry, ring, recorders }: ProofServerParts): ProofServer {
  const begin = ring.next;
  const functions = (name: string) =>
    [...(registry()?.functions.values() ?? [])].filter((each) => each.name.startsWith(name));
  const connectionOf = (seq: number) => `${ring.hostOf(seq)} ${ring.connectionOf(seq)}`;

  /** Numbers of the packets that are there, in slices. */
  async function* packets(): AsyncGenerator<number> {
    let until = performance.now() + SLICE;
    for (let seq = Math.max(begin, ring.first); seq < ring.next; seq = Math.max(seq + 1, ring.first)) {
      yield seq;
      if (performance.now() < until) continue;
      await nextRound();
      until = performance.now() + SLICE;
    }
  }

  /** The connections that have named a function of the proof. */
  async function connectionsOf(name: string): Promise<Set<string>> {
    const named = Buffer.from(name, 'latin1');
    const found = new Set<string>();
    for await (const seq of packets()) {
      const entry = found.has(connectionOf(seq)) ? undefined : ring.get(seq);
      if (entry?.direction !== 'in' || !entry.bytes.includes(named)) continue;
      found.add(connectionOf(seq));
      recorders[entry.host]?.claim(entry.connection, name);
    }
    return found;
  }

  return {
    address: { host: target.host, port: target.port },
    isServed: (name) => functions(name).some((each) => each.name === name && each.workers.length > 0),

    async forget(name) {
      const until = performance.now() + GONE_WITHIN;
      const inUse = () => functions(name).some(({ workers, total }) => workers.length > 0 || total > 0);
      while (inUse() && performance.now() < until) await delay(LOOK_EVERY);
      for (const queue of functions(name))
        if (queue.workers.length === 0 && queue.total === 0) registry()?.drop(queue, () => {});
    },

    async heard(name) {
      const connections = await connectionsOf(name);
      const told: ProofPacket[] = [];
      let first: number | undefined;
      for await (const seq of packets()) {
        const entry = connections.has(connectionOf(seq)) && told.length < MOST ? ring.get(seq) : undefined;
        if (entry === undefined) continue;
        const row = rowOf(entry, { recorders, functionOf: () => undefined });
        first ??= row.at;
        told.push({
          seq,
          after: row.at - first,
          connection: row.connection.number,
          direction: row.direction,
          party: row.party,
          family: row.family,
          type: row.type,
          size: row.size,
          content: Buffer.from([row.function ?? '', row.content].join(' ').trim(), 'latin1').toString('utf8'),
        });
      }
      return told;
    },
  };
}
