import type { ServerDraft } from '../contract/servers.ts';
import type { Target } from '../net/dial.ts';
import { Attached } from '../upstream/attach.ts';
import { ProxyHost, type ProxyParts } from '../upstream/proxy.ts';
import type { Served } from './served.ts';

/** Between two looks at the server behind a proxy, s. */
const EVERY = 2;

export interface ServedProxyParts {
  proxy: ProxyParts;
  server: Extract<ServerDraft, { kind: 'proxy' }>;
  /** The server behind it. */
  to: Target;
  onChange: () => void;
}

/** A proxy in the list: its packets and jobs are seen as they pass, and what the server behind it has is asked from there. */
export function servedProxy({ proxy, server, to, onChange }: ServedProxyParts): Served {
  const host = new ProxyHost(proxy, { port: server.port, to, readOnly: server.readOnly });
  const attached = new Attached({ target: to, every: EVERY, onChange });
  void host.start();
  return {
    get state() {
      const { version, counts, countedAt, unknown } = attached.state;
      const { state, address, run, echo, failure, retryAt } = host.status;
      return { state, address, run, echo, failure, retryAt, version, counts, countedAt, unknown, startedAt: null };
    },
    get target() {
      return host.target;
    },
    console: to,
    get functions() {
      return attached.state.countedAt === null ? undefined : attached.functions;
    },
    get workers() {
      return attached.workers;
    },
    attached,
    adopts(next) {
      const plain = (draft: ServerDraft) =>
        JSON.stringify({ ...draft, label: '', colour: 'none', group: '', on: true });
      return next.on && plain(next) === plain(server);
    },
    retry() {
      attached.retry();
      void host.start();
    },
    async close() {
      attached.close();
      await host.stop();
    },
  };
}
