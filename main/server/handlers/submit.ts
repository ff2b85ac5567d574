import type { Priority } from '../../contract/model.ts';
import { coalescingKey } from '../registry.ts';
import { Job, type Peer } from '../state.ts';
import type { Turn } from '../turn.ts';

/** Bytes of a unique ID and of a reducer; gearmand takes 64 too but mangles the last one. docs/protocol.md section 6. */
const UNIQUE_BYTES = 64;

interface Submission {
  readonly function: string;
  readonly unique: string;
  readonly workload: Buffer;
  readonly reducer?: string;
}

/**
 * Queues a job, or joins the unfinished one with the same unique ID: its workload and priority stay, its later results go
 * to all who wait. `handle` gives the next free handle and is called only for a new job.
 */
export function submit(
  turn: Turn,
  client: Peer,
  packet: Submission,
  { priority, background, handle }: { priority: Priority; background: boolean; handle: () => string },
): void {
  if (packet.unique.length > UNIQUE_BYTES || (packet.reducer ?? '').length > UNIQUE_BYTES) {
    turn.refuse(client, 'ARGUMENT_TOO_LARGE', 'Unique value too large');
    return;
  }
  const queue = turn.registry.functionNamed(packet.function);
  const key = coalescingKey(packet.function, packet.unique, packet.workload);
  const twin = turn.registry.twin(queue, packet.unique, key);
  const job =
    twin ??
    new Job({
      handle: handle(),
      function: queue,
      unique: packet.unique,
      key,
      reducer: packet.reducer ?? '',
      priority,
      background,
      workload: owned(packet.workload),
    });
  if (background) job.background = true;
  else {
    job.clients.push(client);
    client.awaited.add(job);
  }
  if (twin !== undefined) turn.tell({ kind: 'joined', handle: job.handle, client: client.id, background });
  else {
    turn.registry.add(job);
    const { unique, workload } = job;
    const facts = { handle: job.handle, function: packet.function, unique, priority, background, workload };
    turn.tell({ kind: 'submitted', job: facts, client: client.id });
    turn.wake(queue); // before the answer, as gearmand: who is both hears NOOP first
  }
  turn.send(client, { name: 'JOB_CREATED', handle: job.handle });
}

/** A view of a chunk keeps the whole chunk alive; what is less than half of it is copied. */
const owned = (bytes: Buffer): Buffer => (bytes.length * 2 > bytes.buffer.byteLength ? bytes : Buffer.from(bytes));
