import type { ShownEvidence } from '../../../main/contract/doctor.ts';

/** What PHP and the server said to each other, packet by packet. */
export function ProofPackets({ evidence }: { evidence: Extract<ShownEvidence, { kind: 'packets' }> }) {
  return <pre className="code-block code-block--wrap">{evidence.packets.map(({ type }) => type).join('\n')}</pre>;
}
