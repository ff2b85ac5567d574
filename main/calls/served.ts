import type { ServerDraft, ServerInfo } from '../contract/servers.ts';
import type { Target } from '../net/dial.ts';
import type { FunctionColumns, WorkerConnection } from '../protocol/tables.ts';
import type { ServerHost } from '../server/host.ts';
import type { Attached } from '../upstream/attach.ts';

/** What a server of the list is at the moment; the list adds its name, its description and its lock. */
export type ServedState = Omit<ServerInfo, 'id' | 'server' | 'locked' | 'loopback' | 'same'>;

/** A server of the list that is on: one of our own, one that is looked at, or one behind a proxy. */
export interface Served {
  readonly state: ServedState;
  /** Where our own workers and clients reach it; undefined while they cannot. */
  readonly target: Target | undefined;
  /** Where lines of the text protocol are said to it: it itself, where a proxy stands before it. Undefined while it does not run. */
  readonly console: Target | undefined;
  /** Its functions and workers as they are, or were when it was looked at; undefined before that. */
  readonly functions: FunctionColumns | undefined;
  readonly workers: readonly WorkerConnection[];
  /** What it runs on, where it is one of our own. */
  readonly host?: ServerHost;
  /** What looks at it with the text protocol. */
  readonly attached: Attached | undefined;
  /** Whether what was described anew can hold from now on, without an end of what there is. */
  adopts(server: ServerDraft): boolean;
  /** Tries again what waits after a failure. */
  retry(): void;
  close(): Promise<void>;
}

/** Of a server that is off. */
export const switchedOff = (address: string): ServedState => ({
  state: 'stopped',
  address,
  run: 0,
  echo: null,
  version: null,
  startedAt: null,
  counts: null,
  countedAt: null,
  failure: null,
  retryAt: null,
  unknown: [],
});
