import { dissect } from '../../protocol/describe.ts';
import { definitionOf, nameOf, PACKETS } from '../../protocol/packets.ts';
import type { Found } from './conversation.ts';

/** Submissions of a connection that wait for their answer; nobody has more. */
const MOST_ASKED = 10_000;

/** Learns from packets which function each job is of: from its assignment, or as the answer to a submission. */
export class JobFunctions {
  readonly #asked = new Map<number, string[]>();

  /** What a packet tells of a job. */
  hear({ conversation, direction, type, bytes }: Found): [handle: string, name: string] | undefined {
    const name = nameOf(type);
    if (name === undefined) return undefined;
    const { family } = definitionOf(name);
    if (family !== 'submission' && family !== 'assignment') return undefined;
    const fields = dissect(bytes)?.fields ?? [];
    const text = (wanted: string) => {
      const field = fields.find((each) => each.name === wanted);
      return field && bytes.toString('latin1', field.start, field.end);
    };
    const [handle, named] = [text('handle'), text('function')];
    if (direction === 'in') {
      if (named !== undefined) this.#ask(conversation.number, named);
      return undefined;
    }
    if (handle === undefined) return undefined;
    const told = type === PACKETS.JOB_CREATED.type ? this.#asked.get(conversation.number)?.shift() : named;
    return told === undefined ? undefined : [handle, told];
  }

  #ask(connection: number, name: string): void {
    const asked = this.#asked.get(connection) ?? [];
    if (asked.length >= MOST_ASKED) asked.shift();
    asked.push(name);
    this.#asked.set(connection, asked);
  }
}
