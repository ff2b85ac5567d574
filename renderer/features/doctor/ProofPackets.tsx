import { ArrowLeftRight } from 'lucide-react';
import type { ShownEvidence } from '../../../main/contract/doctor.ts';
import { type MessageId, useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { PacketType } from '../../ui/glyphs.tsx';
import styles from './Proof.module.css';

type Packets = Extract<ShownEvidence, { kind: 'packets' }>;
type Packet = Packets['packets'][number];

/** What PHP and the server said to each other, packet by packet. */
export function ProofPackets({ evidence: { name, packets } }: { evidence: Packets }) {
  const { t } = useText();
  const { showProof } = useStore.getState();
  return (
    <div className={styles.packets}>
      <section className={styles.scroll} tabIndex={0} aria-label={t('doctor.packets')}>
        <table>
          <tbody>
            {packets.map((packet) => (
              <Row key={packet.seq} packet={packet} name={name} />
            ))}
          </tbody>
        </table>
      </section>
      <div className={styles.row}>
        <Button icon={ArrowLeftRight} onClick={() => showProof(name)}>
          {t('doctor.packets.show')}
        </Button>
        <CopyButton text={packets.map(lineOf).join('\n')} label={t('doctor.evidence.copy')} />
      </div>
    </div>
  );
}

/** The function's name, which is long and always the same, is shortened. */
function Row({ packet, name }: { packet: Packet; name: string }) {
  const { after, connection, direction, party, family, type, content } = packet;
  const { t, count, duration } = useText();
  const peer = t(`party.${party}`);
  const server = t('party.server');
  return (
    <tr>
      <td className="faint">{duration(after)}</td>
      <td className="faint">{`#${count(connection)}`}</td>
      <td>{direction === 'in' ? `${peer} → ${server}` : `${server} → ${peer}`}</td>
      <td title={t(`gloss.${type}` as MessageId)}>
        <PacketType type={type} family={family} />
      </td>
      <td className="muted truncate" title={content}>
        {content.replaceAll(name, '…')}
      </td>
    </tr>
  );
}

/** As the report has it. */
const lineOf = ({ after, connection, direction, type, content }: Packet): string =>
  [`${after.toFixed(1)} ms`, `#${connection}`, direction === 'in' ? '->' : '<-', type, content].join(' ').trimEnd();
