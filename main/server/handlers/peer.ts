import { beforeNul, PACKETS } from '../../protocol/packets.ts';
import type { Job } from '../state.ts';
import type { FrameHandler, Handler } from '../turn.ts';

/** What either side may ask: an echo, an option, how far a job is. */

export const echo: FrameHandler = (turn, peer, _type, block, start, end) =>
  turn.relay(peer, PACKETS.ECHO_RES.type, block, start, end);

/** There is one option. Its spelling comes back as it was sent. PHP asks for it on every connect. */
export const option: Handler<'OPTION_REQ'> = (turn, peer, packet) => {
  if (beforeNul(packet.option).toLowerCase() !== 'exceptions') {
    turn.refuse(peer, 'UNKNOWN_OPTION', 'Server does not recognize given option');
    return;
  }
  peer.exceptions = true;
  turn.send(peer, { name: 'OPTION_RES', option: packet.option });
};

export const getStatus: Handler<'GET_STATUS'> = (turn, client, packet) => {
  const handle = beforeNul(packet.handle);
  turn.send(client, { name: 'STATUS_RES', handle, ...progress(turn.registry.jobNamed(handle)) });
};

/** Asks by unique ID whatever the function; `-` names no job. */
export const getStatusUnique: Handler<'GET_STATUS_UNIQUE'> = (turn, client, packet) => {
  const unique = beforeNul(packet.unique);
  const job = turn.registry.withUnique(unique);
  turn.send(client, { name: 'STATUS_RES_UNIQUE', unique, ...progress(job), clients: String(job?.clients.length ?? 0) });
};

const progress = (job: Job | undefined) => ({
  known: job === undefined ? '0' : '1',
  running: job?.worker === undefined ? '0' : '1',
  numerator: String(job?.numerator ?? 0),
  denominator: String(job?.denominator ?? 0),
});
