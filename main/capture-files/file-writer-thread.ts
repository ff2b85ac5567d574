import { parentPort, workerData } from 'node:worker_threads';
import { type Failure, failureOf } from '../contract/errors.ts';
import type { PacketBatch } from './batch.ts';
import { type FileTarget, FileWriter, type Written } from './file-writer.ts';

/* The program of the thread that writes a capture file; write-apart.ts is its other side. */

export type WriteOrder = { do: 'batch'; batch: PacketBatch } | { do: 'end' } | { do: 'cancel' };

export type WriteNews =
  | { news: 'written'; written: Written; memory: ArrayBuffer }
  | { news: 'ended'; written: Written }
  | { news: 'failed'; failure: Failure };

const port = parentPort;
if (port === null) throw new Error('file-writer-thread.ts is the program of a thread.');

const tell = (news: WriteNews, memory: ArrayBuffer[] = []) => port.postMessage(news, memory);

function trying(work: () => void): void {
  try {
    work();
  } catch (error) {
    tell({ news: 'failed', failure: failureOf(error) });
    port?.close();
  }
}

let writer: FileWriter | undefined;
trying(() => {
  writer = new FileWriter(workerData as FileTarget);
});

port.on('message', (order: WriteOrder) =>
  trying(() => {
    if (writer === undefined) return;
    if (order.do === 'batch') {
      writer.batch(order.batch);
      tell({ news: 'written', written: writer.written, memory: order.batch.memory }, [order.batch.memory]);
      return;
    }
    if (order.do === 'end') writer.end();
    else writer.cancel();
    tell({ news: 'ended', written: writer.written });
    port.close();
  }),
);
