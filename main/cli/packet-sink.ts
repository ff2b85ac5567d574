import type { Entry } from '../capture/ring.ts';
import type { FilteredPacket } from '../filter/packet.ts';

/** Where packets go that are to be shown. */
export interface PacketSink {
  packet(entry: Entry, packet: FilteredPacket): void;
  /** Resolves when more may follow. */
  flush(): Promise<void>;
  /** Nothing more comes. */
  end(): Promise<void>;
  /** It was not to be: nothing of a file is left. */
  cancel(): Promise<void>;
}
