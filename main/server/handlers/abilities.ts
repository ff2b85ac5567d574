import { beforeNul } from '../../protocol/packets.ts';
import { LONG_MAX, longOf } from '../c-number.ts';
import type { FunctionQueue, Peer } from '../state.ts';
import type { Handler, Turn } from '../turn.ts';

/** gearmand keeps 127 bytes of a client id and checks nothing. docs/protocol.md section 2, packet 22. */
const CLIENT_ID_BYTES = 127;

/** No worker may have less time for a job, ms. */
const SHORTEST_TIMEOUT = 1000;

/** A second CAN_DO of the same function makes a second registration. Nobody is woken, even if jobs wait. */
export const canDo: Handler<'CAN_DO'> = (turn, worker, packet) => register(turn, worker, packet.function, 0);

export const canDoTimeout: Handler<'CAN_DO_TIMEOUT'> = (turn, worker, packet) =>
  register(turn, worker, packet.function, timeoutOf(packet.timeout));

export const cantDo: Handler<'CANT_DO'> = (turn, worker, packet) => {
  const queue = turn.registry.functions.get(packet.function);
  if (queue !== undefined) giveUp(turn, worker, queue);
};

export const resetAbilities: Handler<'RESET_ABILITIES'> = (turn, worker) => {
  for (const queue of new Set(worker.abilities.map((ability) => ability.queue))) giveUp(turn, worker, queue);
};

export const setClientId: Handler<'SET_CLIENT_ID'> = (_turn, peer, packet) => {
  peer.clientId = beforeNul(packet.clientId).slice(0, CLIENT_ID_BYTES);
};

/** Removes all registrations of the function; its jobs that run on the worker wait again. */
function giveUp(turn: Turn, worker: Peer, queue: FunctionQueue): void {
  worker.abilities = worker.abilities.filter((ability) => ability.queue !== queue);
  for (const job of [...worker.assigned].reverse()) if (job.function === queue) turn.requeue(job);
  queue.workers.remove(worker); // after its jobs: if it sleeps it is woken for them too, as in gearmand
}

function register(turn: Turn, worker: Peer, name: string, timeout: number): void {
  const queue = turn.registry.functionNamed(name);
  worker.abilities.push({ queue, timeout });
  queue.workers.add(worker);
}

/** Milliseconds; 0, which is for ever, for what is no positive number of 64 bits. docs/protocol.md section 4. */
function timeoutOf(text: string): number {
  const number = longOf(text);
  return number <= 0n || number === LONG_MAX ? 0 : Math.max(SHORTEST_TIMEOUT, Number(number));
}
