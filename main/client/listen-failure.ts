import { reasonDetails, reasonOf } from '../contract/reasons.ts';
import type { PortOwner, ServerFailure } from '../contract/server.ts';
import { isOwnGearmand } from '../net/own-gearmand.ts';
import { jobServerOf, ownerOf } from '../net/port-owner.ts';
import { dialable, nextFreePort } from '../net/ports.ts';
import { processOf } from './who.ts';

/** Why a port cannot be listened on, with who is in the way: what `openEntrance` threw, in the words of the product. */
export async function listenFailure(
  error: NodeJS.ErrnoException,
  hosts: readonly string[],
  port: number,
): Promise<ServerFailure> {
  const base = { port, owner: null, freePort: null };
  const listed = hosts.join(', ');
  if (error.code === 'EADDRINUSE') return portTaken(hosts, port);
  if (error.code === 'EACCES') {
    return {
      ...base,
      code: 'port-forbidden',
      message: `Port ${port} needs administrator rights. Choose one above 1023.`,
    };
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return { ...base, code: 'address-missing', message: `This machine does not have the address ${listed}.` };
  }
  return {
    ...base,
    code: 'listen-failed',
    message: `Cannot listen on ${listed}, port ${port}: ${error.message}.`,
    details: reasonDetails(reasonOf(error)),
  };
}

async function portTaken(hosts: readonly string[], port: number): Promise<ServerFailure> {
  const [owner, freePort] = await Promise.all([holderOf(hosts, port), nextFreePort(hosts, port)]);
  const who = owner === null ? 'another program' : `${owner.name} (pid ${owner.pid})`;
  return {
    code: 'port-in-use',
    message: `Port ${port} is used by ${who}.`,
    port,
    owner,
    freePort,
    ...(owner !== null && (await isOwnGearmand(owner)) && { ownGearmand: true }),
  };
}

/** Who holds a port; where it is another person's program, a job server is asked itself. */
async function holderOf(hosts: readonly string[], port: number): Promise<PortOwner | null> {
  const owner = await ownerOf(port);
  if (owner !== null) return owner;
  const pid = await processOf({ host: dialable(hosts[0] as string), port });
  return pid === null ? null : jobServerOf(pid);
}
