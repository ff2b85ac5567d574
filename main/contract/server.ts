/** The embedded job server as the window knows it, and where servers are. */

import { z } from 'zod';
import type { ErrorDetails, Failure } from './errors.ts';
import type { ReasonId } from './reasons.ts';

export const ServerOptions = z.object({ port: z.number().int().min(1).max(65535).optional() });

/** Who holds a port, as far as the system tells. */
export interface PortOwner {
  pid: number;
  name: string;
}

/** Who starts a program again when it ends, and the command after which they do not. */
export interface Keeper {
  by: 'Homebrew' | 'launchd' | 'systemd';
  command: string;
}

/** A gearmand of this user that has a port, and what would end with it. */
export interface PortHolder extends PortOwner {
  /** Null where nobody starts it again, so that a signal ends it. */
  keeper: Keeper | null;
  /** Null where it does not tell. */
  jobs: { queued: number; running: number } | null;
}

export interface ServerFailure {
  code: 'port-in-use' | 'port-forbidden' | 'address-missing' | 'listen-failed' | 'queue-unusable';
  message: string;
  /** What the window's sentence names beside the port: the reason. */
  details?: ErrorDetails;
  /** What is wrong with the queue file, where it is that. */
  queue?: Failure;
  port: number;
  owner: PortOwner | null;
  /** The owner is a gearmand of this user: it may be ended for the port. */
  ownGearmand?: true;
  /** The next port that nobody holds; null where it was not looked for. */
  freePort: number | null;
}

export interface ServerStatus {
  id: string;
  /** The start that it is, in milliseconds; 0 before the first. */
  run: number;
  mode: 'embedded';
  state: 'stopped' | 'starting' | 'running' | 'failed';
  /** Addresses that accept connections, as `127.0.0.1:4730`. */
  addresses: string[];
  /** The port that is listened on, or that the next start will take. */
  port: number;
  /** The last echo's round trip; null while none has come back. Only this makes the light green. */
  echo: { milliseconds: number; at: number } | null;
  failure: ServerFailure | null;
  /** Set while anything but loopback is listened on. */
  exposed: boolean;
  /** The file that keeps background jobs, and why it cannot at the moment; null where nothing is kept. */
  queue: { path: string; problem: Failure | null } | null;
}

/** The embedded server in a list of servers. */
export const EMBEDDED = 'embedded';

/** A job server as `host:port`, `[::1]:4730`, or the embedded one. */
export const ServerAddress = z
  .string()
  .max(300)
  .refine(
    (address) => address === EMBEDDED || /^(\[[0-9A-Fa-f:.]+\]|[^\s:[\]/]+):\d{1,5}$/.test(address),
    'no-address' satisfies ReasonId,
  )
  .refine(
    (address) => address === EMBEDDED || isPort(Number(address.slice(address.lastIndexOf(':') + 1))),
    'no-port' satisfies ReasonId,
  );

const isPort = (port: number): boolean => port >= 1 && port <= 65535;
