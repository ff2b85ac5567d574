import { FINDINGS, type Finding, type FindingCode, type FindingGroup } from '../contract/expert.ts';
import { GAP } from '../protocol/framer.ts';
import type { Rules, Tell, Traced } from './finding.ts';
import { FormRules } from './form.ts';
import { JobRules } from './job-rules.ts';
import { NameRules } from './name-rules.ts';
import { NamedPacket } from './named-packet.ts';
import { type Peer, Peers, type Whole } from './peers.ts';
import { WorkerRules } from './worker-rules.ts';

/** Findings of one code that are kept with their packets; of more only the number. */
const KEPT = 1000;

const NOTHING: readonly FindingCode[] = [];

/** Between two looks at what the time alone brings, ms of the capture's own time. */
const LOOKS_EVERY = 100;

export interface ExpertParts {
  whole: Whole;
  /** Whether the capture can have a connection from its beginning on, where that is told; a file of anyone tells it. */
  began?: (host: number, connection: number) => boolean;
  /** Whether a connection is still there, as far as is known. */
  isOpen?: (host: number, connection: number) => boolean;
  /** Told of a packet at which something was found. */
  onFound?: (seq: number) => void;
}

/**
 * Looks at captured packets, one after the other, for what is wrong or remarkable. It keeps what it must of jobs and
 * connections, and never a packet. docs/expert.md.
 */
export class Expert {
  readonly #rules: readonly Rules[];
  readonly #named = new NamedPacket();
  readonly #peers: Peers;
  readonly #groups = new Map<FindingCode, { count: number; kept: Finding[] }>();
  /** By packet, what was found at it. */
  readonly #bySeq = new Map<number, FindingCode[]>();
  #looked = 0;
  readonly #found: (seq: number) => void;

  constructor({ whole, began, isOpen = () => true, onFound = () => {} }: ExpertParts) {
    this.#found = onFound;
    const peers = new Peers(whole, began);
    const tell: Tell = (code, seq, values = {}) => this.#add({ code, seq, values });
    const open = ({ host, connection }: Peer) => isOpen(host, connection);
    this.#peers = peers;
    this.#rules = [
      new FormRules(tell),
      new NameRules(tell),
      new WorkerRules(tell, open),
      new JobRules({ peers, tell, isOpen: open }),
    ];
  }

  /** Looks at the next packet of the capture, whose bytes were located. */
  look(packet: Traced): void {
    if (packet.at - this.#looked > LOOKS_EVERY) this.until(packet.at);
    const peer = this.#peers.of(packet);
    if (packet.type === GAP) return this.#peers.misses(peer);
    const named = this.#named;
    named.fill(packet);
    if (!named.out) this.#peers.note(peer, named);
    for (const rules of this.#rules) rules.look(named, peer);
  }

  /** It is `now`, ms since the epoch, and nothing else has come. */
  until(now: number): void {
    this.#looked = now;
    for (const rules of this.#rules) rules.until?.(now);
  }

  /** What was found at a packet. */
  at(seq: number): readonly FindingCode[] {
    return this.#bySeq.get(seq) ?? NOTHING;
  }

  /** Forgets the findings of packets before this one; their number stays. */
  forgetBelow(first: number): void {
    for (const group of this.#groups.values()) {
      const gone = group.kept.filter(({ seq }) => seq < first);
      if (gone.length === 0) continue;
      this.#drop(gone);
      group.kept = group.kept.filter(({ seq }) => seq >= first);
    }
  }

  report(): FindingGroup[] {
    const order = ['error', 'warn', 'note'];
    return [...this.#groups.entries()]
      .map(([code, { count, kept }]) => ({ code, severity: FINDINGS[code], count, latest: [...kept] }))
      .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || (a.code < b.code ? -1 : 1));
  }

  #add(finding: Finding): void {
    this.#found(finding.seq);
    const group = this.#groups.get(finding.code) ?? { count: 0, kept: [] };
    this.#groups.set(finding.code, group);
    group.count += 1;
    group.kept.push(finding);
    const codes = this.#bySeq.get(finding.seq) ?? [];
    if (!codes.includes(finding.code)) this.#bySeq.set(finding.seq, [...codes, finding.code]);
    if (group.kept.length > KEPT) this.#drop(group.kept.splice(0, 1));
  }

  #drop(findings: readonly Finding[]): void {
    for (const { seq, code } of findings) {
      const codes = (this.#bySeq.get(seq) ?? []).filter((each) => each !== code);
      if (codes.length === 0) this.#bySeq.delete(seq);
      else this.#bySeq.set(seq, codes);
    }
  }
}
