import type { Found } from './conversation.ts';
import { Conversations } from './conversations.ts';
import { type Frame, FrameReader } from './frames.ts';
import { isKnownLink } from './segments.ts';

/** Finds the Gearman packets of a capture file that comes in any pieces. */
export class CaptureReader {
  readonly #frames = new FrameReader();
  readonly #conversations: Conversations;
  /** Frames so far, and those of them whose kind of link is not known. */
  frames = 0;
  unknownLinks = 0;

  constructor(onPacket: (found: Found) => void) {
    this.#conversations = new Conversations(onPacket);
  }

  get connections(): number {
    return this.#conversations.count;
  }

  /** Throws `DamagedFile`; what could be read has been told. */
  push(chunk: Buffer): void {
    this.#frames.push(chunk, this.#hear);
  }

  #hear = (frame: Frame): void => {
    this.frames += 1;
    if (isKnownLink(frame.link)) this.#conversations.frame(frame);
    else this.unknownLinks += 1;
  };

  /** The file has ended. Throws `DamagedFile` where that was in the middle of something. */
  end(): void {
    this.endHere();
    this.#frames.end();
  }

  /** Nothing more of the file can be read: what is not whole is told as it is. */
  endHere(): void {
    this.#conversations.end();
  }
}
