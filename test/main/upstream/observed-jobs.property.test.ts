import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobEvent } from '../../../main/contract/job-event.ts';
import { encode } from '../../../main/protocol/codec.ts';
import { TEXT } from '../../../main/protocol/framer.ts';
import { definitionOf, PACKETS, type Packet } from '../../../main/protocol/packets.ts';
import { Broker } from '../../../main/server/broker.ts';
import { rulesFrom } from '../../../main/server/rules.ts';
import type { Peer } from '../../../main/server/state.ts';
import type { ObservedConnection } from '../../../main/upstream/observed-job.ts';
import { ObservedJobs } from '../../../main/upstream/observed-jobs.ts';
import { bytes } from '../../support/packets.ts';

/** An event in words; what differs by when it is seen is left out. */
function wordsOf(event: JobEvent): string {
  const { kind, job } = event;
  const said = Object.entries(event)
    .filter(([key]) => key !== 'kind' && key !== 'job')
    .map(([key, value]) => `${key}=${value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value}`);
  if (kind === 'submitted') said.push(job.functionName, job.unique, job.priority, String(job.background));
  if (kind === 'submitted') said.push(Buffer.from(job.workload).toString('latin1'), String(job.workloadBytes));
  return [kind, ...said].join(' ');
}

/** A broker, and beside it what only sees packets pass. */
class World {
  readonly broker: Broker;
  readonly real = new Map<string, string[]>();
  readonly seen = new Map<string, string[]>();
  readonly observed: ObservedJobs;
  readonly peers = new Map<number, { peer: Peer; connection: ObservedConnection; waiting: [number, Buffer][] }>();
  /** Who has left, with what it was still told. */
  readonly leaving: { connection: ObservedConnection; waiting: [number, Buffer][] }[] = [];
  /** By slot: the connection that is open there, and the jobs that it knows to have as a worker. */
  readonly slots: { id: number; has: Set<string> }[] = [];
  readonly handles: string[] = [];
  readonly #order: number[] = [];
  #lastId = 0;

  constructor() {
    this.broker = new Broker({
      rules: rulesFrom({ handlePrefix: 'H:t' }),
      wall: () => 0,
      onJob: (event) => note(this.real, event),
    });
    this.broker.note = (to) => this.#order.push(to);
    this.observed = new ObservedJobs((event) => note(this.seen, event));
    for (let slot = 0; slot < 4; slot += 1) this.#connect(slot);
  }

  send(slot: number, packet: Packet): void {
    this.#pass(slot, definitionOf(packet.name).type, encode(packet, 'REQ'));
  }

  line(slot: number, line: string): void {
    this.#pass(slot, TEXT, bytes(`${line}\n`));
  }

  leave(slot: number): void {
    const { id } = this.slots[slot] as { id: number };
    const { connection, waiting } = this.peers.get(id) as {
      connection: ObservedConnection;
      waiting: [number, Buffer][];
    };
    this.broker.disconnect(id);
    this.peers.delete(id);
    this.#take();
    this.leaving.push({ connection, waiting });
    this.#connect(slot);
  }

  /** Lets so many of the packets that wait for the peer be seen. */
  deliver(slot: number, count: number): void {
    const { id, has } = this.slots[slot] as { id: number; has: Set<string> };
    const { connection, waiting } = this.peers.get(id) as {
      connection: ObservedConnection;
      waiting: [number, Buffer][];
    };
    for (const [type, packet] of waiting.splice(0, count)) {
      const handle = packet.toString('latin1', 12).split('\0', 1)[0] as string;
      if (ASSIGNS.has(type)) has.add(handle);
      if (type === PACKETS.JOB_CREATED.type) this.handles.push(handle);
      this.observed.told(connection, type, packet, 0, packet.length, 0);
    }
  }

  /** Lets the ends of connections be seen. */
  settle(): void {
    for (const { connection, waiting } of this.leaving.splice(0)) {
      for (const [type, packet] of waiting) this.observed.told(connection, type, packet, 0, packet.length, 0);
      this.observed.left(connection, 0);
    }
  }

  all(): void {
    // In the order in which the broker said it.
    for (const id of this.#said.splice(0)) {
      const slot = this.slots.findIndex((each) => each.id === id);
      if (slot >= 0) this.deliver(slot, 1);
    }
    this.settle();
  }

  readonly #said: number[] = [];

  #connect(slot: number): void {
    this.#lastId += 1;
    const id = this.#lastId;
    const peer = this.broker.connect(id, { address: '' });
    this.peers.set(id, { peer, connection: this.observed.connect(id), waiting: [] });
    this.slots[slot] = { id, has: new Set() };
  }

  #pass(slot: number, type: number, block: Buffer): void {
    const { id } = this.slots[slot] as { id: number };
    const { peer, connection } = this.peers.get(id) as { peer: Peer; connection: ObservedConnection };
    this.observed.heard(connection, type, block, 0, block.length, 0);
    this.broker.receive(peer, type, block, 0, block.length);
    this.#take();
  }

  #take(): void {
    for (const { id, outbox } of this.broker.takeAddressed()) {
      const block = Buffer.from(outbox.block());
      const starts = outbox.packets.filter((_, index) => index % 2 === 1);
      outbox.clear(true);
      const waiting = this.peers.get(id)?.waiting;
      for (const [index, start] of starts.entries()) {
        const packet = block.subarray(start, starts[index + 1]);
        const type = packet[0] === 0 ? packet.readUInt32BE(4) : TEXT;
        const lines = type === TEXT ? packet.toString('latin1').split(/(?<=\n)/) : [];
        if (type !== TEXT) waiting?.push([type, packet]);
        for (const line of lines) waiting?.push([TEXT, bytes(line)]);
        this.#extra.set(id, [...(this.#extra.get(id) ?? []), Math.max(1, lines.length)]);
      }
    }
    for (const id of this.#order.splice(0)) {
      const count = this.#extra.get(id)?.shift() ?? 1;
      for (let each = 0; each < count; each += 1) this.#said.push(id);
    }
    this.#extra.clear();
  }

  readonly #extra = new Map<number, number[]>();
}

const ASSIGNS: ReadonlySet<number> = new Set(
  [PACKETS.JOB_ASSIGN, PACKETS.JOB_ASSIGN_UNIQ, PACKETS.JOB_ASSIGN_ALL].map(({ type }) => type),
);

function note(events: Map<string, string[]>, event: JobEvent): void {
  const { handle } = event.job;
  const all = events.get(handle);
  if (all === undefined) events.set(handle, [wordsOf(event)]);
  else all.push(wordsOf(event));
}

const slot = fc.nat(3);
const name = fc.constantFrom('f', 'g');
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant('submit' as const),
      slot,
      as: fc.constantFrom(
        ...(['SUBMIT_JOB', 'SUBMIT_JOB_BG', 'SUBMIT_JOB_HIGH', 'SUBMIT_JOB_LOW_BG', 'SUBMIT_JOB_EPOCH'] as const),
        ...(['SUBMIT_REDUCE_JOB', 'SUBMIT_REDUCE_JOB_BACKGROUND'] as const),
      ),
      function: name,
      unique: fc.constantFrom('', '', 'u', '-'),
      workload: fc.constantFrom('', 'x', 'y'),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      does: fc.constant('ask' as const),
      slot,
      packet: fc.oneof(
        fc.record({ name: fc.constantFrom('CAN_DO' as const, 'CAN_DO' as const, 'CANT_DO' as const), function: name }),
        fc.record({
          name: fc.constantFrom(
            ...(['GRAB_JOB', 'GRAB_JOB_UNIQ', 'GRAB_JOB_ALL', 'GRAB_JOB_UNIQ', 'RESET_ABILITIES'] as const),
          ),
        }),
        fc.record({ name: fc.constant('OPTION_REQ' as const), option: fc.constantFrom('exceptions', 'unknown') }),
      ),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant('work' as const),
      slot,
      which: fc.nat(5),
      what: fc.constantFrom('data', 'warning', 'status', 'complete', 'fail', 'exception'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('line' as const),
      slot,
      which: fc.nat(20),
      line: fc.constantFrom(
        'cancel job ',
        'status',
        'version',
        'workers',
        'drop function f',
        'drop function g',
        'no such',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('leave' as const), slot }) },
  {
    weight: 10,
    arbitrary: fc.record({ does: fc.constant('deliver' as const), slot, count: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('settle' as const), slot }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function take(world: World, one: Step): void {
  switch (one.does) {
    case 'submit': {
      const more = { reducer: 'r', unused: '', epoch: '5' };
      const { as, unique, workload } = one;
      return world.send(one.slot, {
        name: as,
        function: one.function,
        unique,
        ...more,
        workload: bytes(workload),
      } as Packet);
    }
    case 'ask':
      return world.send(one.slot, one.packet as Packet);
    case 'work': {
      const has = [...(world.slots[one.slot]?.has ?? [])];
      const handle = has[one.which % has.length];
      return handle === undefined ? undefined : world.send(one.slot, saidOf(one.what, handle));
    }
    case 'line': {
      const handle = world.handles[one.which % world.handles.length];
      if (one.line.startsWith('cancel') && handle === undefined) return;
      return world.line(one.slot, one.line.startsWith('cancel') ? `${one.line}${handle}` : one.line);
    }
    case 'leave':
      return world.leave(one.slot);
    case 'deliver':
      return world.deliver(one.slot, one.count);
    case 'settle':
      return world.settle();
  }
}

function saidOf(what: string, handle: string): Packet {
  const said = bytes(`${what} of ${handle}`);
  switch (what) {
    case 'data':
      return { name: 'WORK_DATA', handle, data: said };
    case 'warning':
      return { name: 'WORK_WARNING', handle, warning: said };
    case 'status':
      return { name: 'WORK_STATUS', handle, numerator: '3', denominator: '7' };
    case 'fail':
      return { name: 'WORK_FAIL', handle };
    case 'exception':
      return { name: 'WORK_EXCEPTION', handle, exception: said };
    default:
      return { name: 'WORK_COMPLETE', handle, result: said };
  }
}

const GIVES_UP: ReadonlySet<string> = new Set(['CANT_DO', 'RESET_ABILITIES']);

const kindsOf = (told: readonly string[]) => told.map((words) => words.split(' ', 1)[0] as string);

test('whatever passes, what is seen of it at once is what the job server tells itself', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const world = new World();
      for (const one of steps) {
        take(world, one);
        world.all();
      }
      // Jobs that nobody waits for are dropped when a worker comes to them, which nobody is told of.
      const known = (told: Map<string, string[]>) =>
        [...told].map(([handle, all]) => [handle, all.filter((words) => words !== 'dropped')]);
      expect(known(world.seen)).toEqual(known(world.real));
      for (const [handle, told] of world.seen)
        if (told.includes('dropped')) expect(world.real.get(handle)).toContain('dropped');
    }),
    { numRuns: 400 },
  );
});

test('however late answers are seen, each job is the same in the end', () => {
  // What is seen later than what it causes cannot stand where the server has it.
  const anywhere = new Set(['joined', 'abandoned', 'requeued', 'dropped', 'delayed', 'due']);
  const course = (told: Map<string, string[]>) =>
    new Map([...told].map(([handle, all]) => [handle, kindsOf(all).filter((kind) => !anywhere.has(kind))]));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
      const world = new World();
      for (const one of steps) {
        if (one.does === 'line') continue;
        // What a worker was given is seen before the job comes to another one, because this one goes.
        const goes = one.does === 'leave' || (one.does === 'ask' && GIVES_UP.has(one.packet.name));
        if (goes) world.deliver(one.slot, Number.POSITIVE_INFINITY);
        take(world, one);
        if (goes) world.slots[one.slot]?.has.clear();
      }
      for (let each = 0; each < 4; each += 1) world.deliver(each, Number.POSITIVE_INFINITY);
      world.settle();
      expect(course(world.seen)).toEqual(course(world.real));
    }),
    { numRuns: 400 },
  );
});
