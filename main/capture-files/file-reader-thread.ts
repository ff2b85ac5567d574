import { stat } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type Failure, failureOf } from '../contract/errors.ts';
import { type PacketBatch, UNDER_WAY } from './batch.ts';
import { CaptureReader } from './reading/capture-reader.ts';
import { damageOf } from './reading/damage.ts';
import { chunksOf } from './reading/file-chunks.ts';
import { FoundBatches } from './reading/found-batches.ts';
import { DamagedFile } from './reading/frames.ts';

/* The program of the thread that reads a capture file; read-apart.ts is its other side. */

/** How far a file has been read. */
export interface ReadSoFar {
  /** Bytes of the file, and how many have been read. */
  size: number;
  read: number;
  frames: number;
  packets: number;
  connections: number;
  /** Frames of links that are not known. */
  unknownLinks: number;
}

export type ReadNews =
  | { news: 'batch'; batch: PacketBatch; so: ReadSoFar }
  | { news: 'ended'; so: ReadSoFar; failure: Failure | null };

/** Memory of a batch comes back when it has been taken in. */
export interface ReadOrder {
  memory: ArrayBuffer | null;
}

/** What was found goes on its way after so long, however little it is: ms. */
const HURRY = 100;

const port = parentPort;
if (port === null) throw new Error('file-reader-thread.ts is the program of a thread.');
const path = workerData as string;

const memory: ArrayBuffer[] = [];
const so: ReadSoFar = { size: 0, read: 0, frames: 0, packets: 0, connections: 0, unknownLinks: 0 };
/** Batches that were filled in the middle of a chunk. */
const full: PacketBatch[] = [];
const found = new FoundBatches({ onFull: (batch) => full.push(batch), memory: () => memory.pop() });
let underWay = 0;
let wake: (() => void) | undefined;
let sentAt = Number.NEGATIVE_INFINITY;

port.on('message', (order: ReadOrder) => {
  if (order.memory !== null) memory.push(order.memory);
  underWay -= 1;
  wake?.();
});

function send(batch: PacketBatch): void {
  underWay += 1;
  sentAt = performance.now();
  port?.postMessage({ news: 'batch', batch, so } satisfies ReadNews, [batch.memory]);
}

/** Sends what is full, and what has waited for long; resolves when there is room for more. */
async function sendFull(all = false): Promise<void> {
  for (const each of full.splice(0)) send(each);
  const rest = all || performance.now() - sentAt > HURRY ? found.take() : undefined;
  if (rest !== undefined) send(rest);
  while (underWay >= UNDER_WAY) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

async function read(): Promise<Failure | null> {
  const reader = new CaptureReader((message) => found.hear(message));
  const count = () => {
    const { frames, connections, unknownLinks } = reader;
    Object.assign(so, { frames, connections, unknownLinks, packets: found.packets });
  };
  let failure: Failure | null = null;
  try {
    so.size = (await stat(path).catch(() => undefined))?.size ?? 0;
    const onRead = (bytes: number): void => {
      so.read = bytes;
    };
    for await (const chunk of chunksOf(path, onRead)) {
      reader.push(chunk);
      count();
      await sendFull();
    }
    reader.end();
  } catch (error) {
    if (error instanceof DamagedFile) {
      reader.endHere();
      failure = failureOf(damageOf(path, error, found.packets));
    } else failure = failureOf(error);
  }
  count();
  await sendFull(true);
  return failure;
}

const failure = await read();
port.postMessage({ news: 'ended', so, failure } satisfies ReadNews);
port.close();
