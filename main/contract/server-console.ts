/** Lines of the text protocol that a person types to a server, and what it says to them. docs/protocol.md section 5. */
import { z } from 'zod';
import { Wire } from './keys.ts';
import type { ReasonId } from './reasons.ts';
import { ServerId } from './servers.ts';

/** Bytes of a line: our server and others cut longer ones. */
export const CONSOLE_LINE_MOST = 1000;

/** Bytes of an answer that are shown; servers with many jobs say more. */
export const CONSOLE_SAID_MOST = 256 * 1024;

/** How long a server may take to be reached and to answer a line, ms. */
export const CONSOLE_PATIENCE = 10_000;

/** A line as it goes out, without its end. A control character would make two lines of it, or a packet. */
export const ConsoleLine = z.object({
  id: ServerId,
  line: Wire.min(1)
    .max(CONSOLE_LINE_MOST)
    .regex(/^[ -~\x80-\xff]*$/, 'hidden-characters' satisfies ReasonId),
});
export type ConsoleLine = z.output<typeof ConsoleLine>;

export interface ConsoleAnswer {
  /** As it came: empty where the server said nothing to it. */
  said: Wire;
  /** Bytes that came and are not in it. */
  left: number;
  /** `whole` is certain; the server may have `closed` the connection, been `late`, or said more than is taken in: `cut`. */
  end: 'whole' | 'closed' | 'late' | 'cut';
  /** From when the line went out, ms. */
  milliseconds: number;
}
