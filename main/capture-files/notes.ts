import type { ConnectionFacts } from '../capture/recorder.ts';

/** What a capture file of ours says of a connection, as a comment of its first frame; our reader understands it again. */
export interface Noted {
  connection: number;
  run: number;
  facts: Pick<ConnectionFacts, 'address' | 'clientId' | 'role' | 'origin'> | undefined;
  /** Where the server really listened. */
  port?: number | undefined;
}

const BEGINNING = 'Gearbench: ';

/** A comment that is a query string, so that any name fits in: `Gearbench: connection=5&run=1&peer=...&origin=probe`. */
export function noteOf({ connection, run, facts, port }: Noted): string {
  const told = new URLSearchParams({ connection: `${connection}`, run: `${run}` });
  if (port !== undefined) told.set('port', `${port}`);
  if (facts !== undefined) {
    const { address, role, origin, clientId } = facts;
    told.set('peer', address);
    if (role !== undefined) told.set('role', role);
    told.set('origin', origin);
    if (clientId !== '') told.set('id', Buffer.from(clientId, 'latin1').toString('utf8'));
  }
  return `${BEGINNING}${told}`;
}
