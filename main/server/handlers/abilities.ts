import { beforeNul } from '../../protocol/packets.ts';
import type { Peer } from '../state.ts';
import type { Handler, Turn } from '../turn.ts';

/** gearmand keeps 127 bytes of a client id and checks nothing. docs/protocol.md section 2, packet 22. */
const CLIENT_ID_BYTES = 127;

/** A second CAN_DO of the same function makes a second registration. Nobody is woken, even if jobs wait. */
export const canDo: Handler<'CAN_DO' | 'CAN_DO_TIMEOUT'> = (turn, worker, packet) => {
  worker.abilities.push(packet.function);
  turn.registry.functionNamed(packet.function).workers.push(worker);
};

export const cantDo: Handler<'CANT_DO'> = (turn, worker, packet) => giveUp(turn, worker, packet.function);

export const resetAbilities: Handler<'RESET_ABILITIES'> = (turn, worker) => {
  for (const name of new Set(worker.abilities)) giveUp(turn, worker, name);
};

export const setClientId: Handler<'SET_CLIENT_ID'> = (_turn, peer, packet) => {
  peer.clientId = beforeNul(packet.clientId).slice(0, CLIENT_ID_BYTES);
};

/** Removes all registrations of the function; its jobs that run on the worker wait again. */
function giveUp(turn: Turn, worker: Peer, name: string): void {
  worker.abilities = worker.abilities.filter((ability) => ability !== name);
  const queue = turn.registry.functions.get(name);
  if (queue === undefined) return;
  for (const job of [...worker.assigned].reverse()) if (job.function === queue) turn.requeue(job);
  leave(queue.workers, worker); // after its jobs: if it sleeps it is woken for them too, as in gearmand
}

function leave(workers: Peer[], worker: Peer): void {
  for (let at = workers.length - 1; at >= 0; at -= 1) if (workers[at] === worker) workers.splice(at, 1);
}
