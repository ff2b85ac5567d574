import { HEADER, MAGIC } from '../../protocol/framer.ts';
import { notedIn } from '../notes.ts';
import { GEARMAN_PORT } from '../synthetic-tcp.ts';
import { Conversation, type Found } from './conversation.ts';
import type { Frame } from './frames.ts';
import { headerIn, type Room } from './message-finder.ts';
import { type Endpoint, endsOf, type Segment, segmentIn } from './segments.ts';

/** Connections that are remembered, Gearman's and others; of more the oldest are ended. */
const MOST = 200_000;
/** Bytes that unfinished messages of all connections may take. */
const ROOM = 256 * 1024 * 1024;
/** How often it is looked for what will not come any more, in ms of the capture's time. */
const LOOK_EVERY = 50;

/** What gearadmin and people say to a job server, as a whole line. docs/protocol.md section 5. */
const ADMIN_LINE =
  /^(status|workers|version|prioritystatus|getpid|verbose|maxqueue .*|show (unique )?jobs|cancel job .*|(create|drop) function .*|shutdown( graceful)?)\r?\n/;

/** A TCP connection; without a conversation it is not known to speak Gearman, yet. */
interface Flow {
  /** Who opened it; undefined where that was not seen. */
  client: Endpoint | undefined;
  /** Where each side's bytes begin, by the flow's own direction. */
  begins: { [key: string]: number };
  conversation: Conversation | undefined;
  /** The key of the direction from client to server. */
  inward: string;
  /** Comments on frames before it was known what it is. */
  comments: string[];
  /** What it has said is not Gearman. */
  other: boolean;
}

/** Finds the connections that speak Gearman, on whatever port, and what is said on them. */
export class Conversations {
  readonly #tell: (found: Found) => void;
  readonly #flows = new Map<string, Flow>();
  readonly #servers = new Set<string>();
  readonly #holes = new Set<Conversation>();
  readonly #room: Room = { left: ROOM };
  #last = 0;
  #now = 0;
  #looked = 0;

  constructor(tell: (found: Found) => void) {
    this.#tell = tell;
  }

  /** Conversations found so far. */
  get count(): number {
    return this.#last;
  }

  frame(frame: Frame): void {
    const segment = segmentIn(frame);
    if (segment === undefined) return;
    this.#now = frame.at;
    this.#segment(segment, frame);
    if (Math.abs(frame.at - this.#looked) > LOOK_EVERY) this.#look();
  }

  /** The file has ended. */
  end(): void {
    for (const flow of new Set(this.#flows.values())) flow.conversation?.end(this.#now);
    this.#flows.clear();
  }

  #segment(segment: Segment, { at, comments }: Frame): void {
    const flow = this.#flowOf(segment);
    if (segment.syn) flow.begins[segment.key] = segment.sequence + 1;
    flow.conversation ??= this.#recognised(flow, segment);
    const { conversation } = flow;
    if (conversation === undefined) {
      if (comments.length > 0) flow.comments.push(...comments);
      return;
    }
    if (conversation.ended) return;
    const told = comments.length + flow.comments.length > 0 ? this.#told(flow, conversation, comments) : comments;
    if (segment.reset) return conversation.end(at);
    conversation.hear(segment.key === flow.inward ? 'in' : 'out', segment, at, told);
    if (conversation.hasHole) this.#holes.add(conversation);
  }

  /** Comments on frames, but for what we have noted ourselves. */
  #told(flow: Flow, conversation: Conversation, comments: readonly string[]): string[] {
    return [...flow.comments.splice(0), ...comments].filter((comment) => {
      const noted = notedIn(comment);
      if (noted !== undefined) conversation.note(noted);
      return noted === undefined;
    });
  }

  /** The connection of a segment: one that is known, or a new one. */
  #flowOf(segment: Segment): Flow {
    const { key, syn, acknowledges, sequence } = segment;
    const known = this.#flows.get(key);
    const opens = syn && acknowledges === undefined;
    // The same addresses again, for another connection.
    const again = opens && known?.begins[key] !== undefined && known.begins[key] !== sequence + 1;
    if (known !== undefined && !again) return known;
    known?.conversation?.end(this.#now);
    const { from, to, reverse } = endsOf(segment);
    const client = opens ? from : syn ? to : undefined;
    const inward = syn && !opens ? reverse : key;
    const flow = { client, begins: {}, conversation: undefined, inward, comments: [], other: false };
    this.#flows.set(key, flow);
    this.#flows.set(reverse, flow);
    if (this.#flows.size > MOST * 2) this.#forget();
    return flow;
  }

  /** Makes a conversation of a flow that turns out to be Gearman. */
  #recognised(flow: Flow, segment: Segment): Conversation | undefined {
    const { payload, key } = segment;
    if (payload.length === 0) return undefined;
    const { from, to, reverse } = endsOf(segment);
    if (flow.client !== undefined) {
      const client = flow.client;
      const server = sameAs(client, from) ? to : from;
      if (!this.#isServer(server) && (flow.other || !speaksGearman(payload))) {
        flow.other = true;
        return undefined;
      }
      return this.#found(flow, client, server, false);
    }
    // Its beginning was not seen: a header anywhere tells, and which way it goes.
    const at = headerIn(payload);
    const known = this.#isServer(to) ? 'in' : this.#isServer(from) ? 'out' : undefined;
    const told = at < 0 ? undefined : payload.readUInt32BE(at) === MAGIC.REQ ? 'in' : 'out';
    const asked = isAdminLine(payload) ? 'in' : undefined;
    const direction = told ?? known ?? asked;
    if (direction === undefined) return undefined;
    flow.inward = direction === 'in' ? key : reverse;
    const [client, server] = direction === 'in' ? [from, to] : [to, from];
    return this.#found(flow, client, server, !(at === 0 || isLine(payload)));
  }

  #found(flow: Flow, client: Endpoint, server: Endpoint, lost: boolean): Conversation {
    this.#servers.add(nameOf(server));
    this.#last += 1;
    const begun = flow.begins[flow.inward] !== undefined;
    const conversation = new Conversation({ number: this.#last, client, room: this.#room, begun, lost }, this.#tell);
    for (const [key, sequence] of Object.entries(flow.begins))
      conversation.begin(key === flow.inward ? 'in' : 'out', sequence);
    return conversation;
  }

  #isServer(endpoint: Endpoint): boolean {
    return endpoint.port === GEARMAN_PORT || this.#servers.has(nameOf(endpoint));
  }

  #look(): void {
    this.#looked = this.#now;
    for (const conversation of this.#holes) {
      conversation.look(this.#now);
      if (!conversation.hasHole) this.#holes.delete(conversation);
    }
  }

  /** Ends the oldest tenth of all connections. */
  #forget(): void {
    let count = 0;
    for (const [key, flow] of this.#flows) {
      flow.conversation?.end(this.#now);
      this.#flows.delete(key);
      count += 1;
      if (count > MOST / 5) return;
    }
  }
}

const nameOf = ({ address, port }: Endpoint): string => `${address}${port}`;
const sameAs = (one: Endpoint, other: Endpoint): boolean => one.address === other.address && one.port === other.port;

/** Whether the first bytes of a connection are Gearman's. */
const speaksGearman = (payload: Buffer): boolean =>
  payload.length >= HEADER ? headerIn(payload.subarray(0, HEADER)) === 0 || isAdminLine(payload) : begins(payload);

/** The first bytes of a header, where the rest comes in the next segment; or a line. */
const begins = (payload: Buffer): boolean =>
  '\0REQ\0\0\0'.startsWith(payload.toString('latin1', 0, 7)) || isAdminLine(payload);

const isAdminLine = (payload: Buffer): boolean => ADMIN_LINE.test(payload.toString('latin1', 0, 300));

/** Whole lines of text. */
const isLine = (payload: Buffer): boolean => payload.at(-1) === 0x0a && !payload.includes(0);
