import type { ConnectionFacts } from '../capture/recorder.ts';

/** What a capture file of ours says of a connection, as a comment of its first frame; our reader understands it again. */
export interface Noted {
  connection: number;
  run: number;
  facts: Pick<ConnectionFacts, 'address' | 'clientId' | 'role' | 'origin'> | undefined;
  /** Where the server really listened. */
  port?: number | undefined;
  /** All that was said on it from its beginning on is in the file. */
  begun?: boolean | undefined;
}

/** The comment of a packet that is marked without one. */
export const MARKED = '[marked]';

const BEGINNING = 'Gearbench: ';

/** A comment that is a query string, so that any name fits in: `Gearbench: connection=5&run=1&peer=...&origin=probe`. */
export function noteOf({ connection, run, facts, port, begun }: Noted): string {
  const told = new URLSearchParams({ connection: `${connection}`, run: `${run}` });
  if (port !== undefined) told.set('port', `${port}`);
  if (begun) told.set('begun', '1');
  if (facts !== undefined) {
    const { address, role, origin, clientId } = facts;
    told.set('peer', address);
    if (role !== undefined) told.set('role', role);
    told.set('origin', origin);
    if (clientId !== '') told.set('id', Buffer.from(clientId, 'latin1').toString('utf8'));
  }
  return `${BEGINNING}${told}`;
}
/** What a comment says of a connection; undefined where it is none of ours. */
export function notedIn(comment: string): Noted | undefined {
  if (!comment.startsWith(BEGINNING)) return undefined;
  const told = new URLSearchParams(comment.slice(BEGINNING.length));
  const peer = told.get('peer');
  const [role, origin, port] = [told.get('role'), told.get('origin'), Number(told.get('port'))];
  return {
    connection: Number(told.get('connection')),
    run: Number(told.get('run')),
    facts:
      peer === null
        ? undefined
        : {
            address: peer,
            clientId: Buffer.from(told.get('id') ?? '', 'utf8').toString('latin1'),
            role: role === 'client' || role === 'worker' ? role : undefined,
            origin: origin === 'self' || origin === 'probe' ? origin : 'other',
          },
    ...(port > 0 && { port }),
    begun: told.get('begun') === '1',
  };
}
