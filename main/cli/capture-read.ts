import { FilePackets } from '../calls/file-packets.ts';
import { CaptureRing, DEFAULT_RING } from '../capture/ring.ts';
import { bytesOf, type PacketBatch } from '../capture-files/batch.ts';
import { CaptureReader } from '../capture-files/reading/capture-reader.ts';
import { damageOf } from '../capture-files/reading/damage.ts';
import { chunksOf, unpacked } from '../capture-files/reading/file-chunks.ts';
import { FoundBatches } from '../capture-files/reading/found-batches.ts';
import { DamagedFile } from '../capture-files/reading/frames.ts';
import type { AppError } from '../contract/errors.ts';
import { endingOf, OUTPUT_LOST } from './ending.ts';
import { HELD_BACK, HeldBack } from './held-back.ts';
import type { PrintSettings } from './print-options.ts';
import { printPackets } from './print-packets.ts';
import { endBy, terminalLog } from './terminal.ts';

/** What is held back fits in, and the next batch too, which may be one large packet. */
const RING = { ...DEFAULT_RING, entries: HELD_BACK.packets + 100_000, bytes: HELD_BACK.bytes * 2 };

/** Exit codes: nothing of the file could be read, or not all. */
const UNREAD = 1;
const DAMAGED = 2;

/**
 * Prints and writes the packets of a capture file, or of standard input where it is `-`. Resolves with the exit code. Throws
 * `file-missing`, `file-unreadable` or `file-unwritable`.
 */
export async function captureRead(path: string, settings: PrintSettings): Promise<number> {
  const log = terminalLog('gearbench', settings);
  const fromInput = path === '-';
  const name = fromInput ? 'Standard input' : path;
  const ending = endingOf();
  const { output, signal } = ending;
  const ring = new CaptureRing(RING);
  const packets = new FilePackets(ring);
  const { recorders, functionOf, began } = packets;
  const captured = { ring, recorders, functionOf, began, port: () => 0 };
  const { flow, marks } = printPackets({ settings, captured, output, grows: fromInput, hides: () => false });
  const heldBack = new HeldBack(flow);
  function take(batch: PacketBatch): void {
    const { length } = bytesOf(batch);
    packets.take(batch, marks);
    heldBack.add(ring.next, length);
  }
  const found = new FoundBatches({ onFull: take });
  const takeRest = () => {
    const rest = found.take();
    if (rest !== undefined) take(rest);
  };
  const reader = new CaptureReader((message) => found.hear(message));

  /** Reads to the end, or as far as is wanted. Resolves with what is wrong with the file. */
  async function read(): Promise<AppError | undefined> {
    try {
      for await (const chunk of fromInput ? unpacked(process.stdin, name) : chunksOf(path)) {
        if (signal.aborted) return undefined;
        reader.push(chunk);
        takeRest();
        await flow.flush();
        if (flow.done) return undefined;
      }
      reader.end();
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!(error instanceof DamagedFile)) throw error;
      reader.endHere();
      return damageOf(name, error, found.packets);
    }
  }

  const ended = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => {
      if (fromInput) process.stdin.destroy();
      resolve(undefined);
    });
  });
  try {
    // Of a pipe the next bytes may never come.
    const damage = await Promise.race([read(), ended]);
    takeRest();
    flow.go({ end: ring.next });
    // A file that was to have all packets of another is not left with some of them.
    await (signal.aborted && !fromInput ? flow.cancel() : flow.end());
    if (ending.asked !== undefined) endBy(ending.asked);
    if (ending.lost !== undefined) log.error(`Standard output cannot be written: ${ending.lost.message}`);
    const { unknownLinks, frames } = reader;
    if (unknownLinks > 0) log.info(`${unknownLinks} of ${frames} frames are of an unknown kind of link: left out.`);
    if (damage !== undefined) log.error(damage.message);
    if (ending.lost !== undefined) return OUTPUT_LOST;
    return damage === undefined ? 0 : damage.code === 'capture-foreign' ? UNREAD : DAMAGED;
  } catch (error) {
    await flow.cancel();
    throw error;
  }
}
