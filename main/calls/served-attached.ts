import type { ServerDraft } from '../contract/servers.ts';
import { addressOf, type Target } from '../net/dial.ts';
import { Attached } from '../upstream/attach.ts';
import type { Served } from './served.ts';

export interface ServedAttachedParts {
  target: Target;
  /** As it is described now. */
  server: () => ServerDraft;
  onChange: () => void;
}

/** Somebody's server in the list, looked at with the text protocol. */
export function servedAttached({ target, server, onChange }: ServedAttachedParts): Served {
  const first = server();
  const attached = new Attached({ target, every: first.kind === 'attached' ? first.every : 1, onChange });
  return {
    get state() {
      return { ...attached.state, address: addressOf(target), startedAt: null };
    },
    get target() {
      return attached.state.state === 'running' ? target : undefined;
    },
    console: target,
    get functions() {
      return attached.state.countedAt === null ? undefined : attached.functions;
    },
    get workers() {
      return attached.workers;
    },
    attached,
    adopts(next) {
      if (next.kind !== 'attached' || first.kind !== 'attached' || !next.on) return false;
      if (next.address !== first.address || JSON.stringify(next.tls) !== JSON.stringify(first.tls)) return false;
      attached.setEvery(next.every);
      return true;
    },
    retry: () => attached.retry(),
    close: async () => attached.close(),
  };
}
