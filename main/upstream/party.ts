import type { Origin } from '../net/recorder.ts';
import { HEADER } from '../protocol/framer.ts';
import { beforeNul, PACKETS, type PacketName } from '../protocol/packets.ts';
import type { ObservedConnection } from './observed-job.ts';

/** Functions of one worker that are remembered, and bytes of its id. */
const FUNCTIONS = 10_000;
const CLIENT_ID = 127;

type Hear = (party: Party, argument: (index: number) => string) => void;

/** What packets tell of who sends them, by type; most tell no more than a role. */
const TELLS: ({ role?: 'client' | 'worker'; hear?: Hear } | undefined)[] = [];
for (const [name, { type, from }] of Object.entries(PACKETS)) {
  if (from === 'client' || from === 'worker') TELLS[type] = { role: from };
  const hear = hearing(name as PacketName);
  if (hear !== undefined) TELLS[type] = { ...TELLS[type], hear };
}

function hearing(name: PacketName): Hear | undefined {
  switch (name) {
    case 'SET_CLIENT_ID':
      return (party, argument) => {
        party.clientId = beforeNul(argument(0)).slice(0, CLIENT_ID);
      };
    case 'CAN_DO':
    case 'CAN_DO_TIMEOUT':
      return (party, argument) => {
        if (party.functions.size < FUNCTIONS) party.functions.add(argument(0));
      };
    case 'CANT_DO':
      return (party, argument) => void party.functions.delete(argument(0));
    case 'RESET_ABILITIES':
      return (party) => party.functions.clear();
    default:
      return undefined;
  }
}

/** Who is at the near end of a connection, as its packets tell. */
export class Party {
  readonly address: string;
  readonly openedAt: number;
  readonly observed: ObservedConnection;
  clientId = '';
  /** What it showed itself to be; one that is both counts as a worker. */
  role: 'client' | 'worker' | undefined;
  readonly functions = new Set<string>();
  /** When its last bytes came; 0 before the first. */
  heardAt = 0;
  origin: Origin | undefined;

  constructor(address: string, openedAt: number, observed: ObservedConnection) {
    this.address = address;
    this.openedAt = openedAt;
    this.observed = observed;
  }

  /** A packet of it, at `start..end` of the block. */
  heard(type: number, block: Buffer, start: number, end: number): void {
    const tells = TELLS[type];
    if (tells === undefined) return;
    if (tells.role === 'worker') this.role = 'worker';
    else if (tells.role === 'client') this.role ??= 'client';
    tells.hear?.(this, (index) => block.toString('latin1', start + HEADER, end).split('\0')[index] ?? '');
  }

  /** For the recorder. */
  facts = (originOf: () => Origin) => ({
    address: this.address,
    clientId: this.clientId,
    role: this.role,
    origin: this.origin ?? originOf(),
    heardAt: this.heardAt,
    did: this.did,
  });

  readonly did = () => ({
    openedAt: this.openedAt,
    functions: [...this.functions],
    submitted: this.observed.lastFunction === '' ? null : this.observed.lastFunction,
  });
}
