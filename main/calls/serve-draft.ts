import type { ServerDraft } from '../contract/servers.ts';
import { type HostParts, ServerHost } from '../server/host.ts';
import type { Served } from './served.ts';
import { servedAttached } from './served-attached.ts';
import { servedEmbedded } from './served-embedded.ts';
import { servedProxy } from './served-proxy.ts';
import { targetFor, tlsOf } from './servers.ts';

export interface ServeDraftParts {
  /** What all servers of our own have in common. */
  hostParts: (id: string) => HostParts;
  onChange: () => void;
}

/**
 * Starts a server beside the first one as it is described, or looks at it. Throws where it cannot even be tried: a file of its TLS
 * cannot be read.
 */
export function serveDraft(id: string, server: () => ServerDraft, { hostParts, onChange }: ServeDraftParts): Served {
  const draft = server();
  if (draft.kind === 'embedded')
    return servedEmbedded(new ServerHost(hostParts(id), { port: draft.port }), { keeps: false });
  const target = targetFor(draft.address, draft.tls);
  if (draft.kind === 'attached') return servedAttached({ target, server, onChange });
  const tls = draft.ownTls === null ? {} : { tls: tlsOf(draft.ownTls) };
  return servedProxy({ proxy: { ...hostParts(id), ...tls }, server: draft, to: target, onChange });
}
