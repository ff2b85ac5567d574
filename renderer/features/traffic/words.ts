import type { PacketRow } from '../../../main/contract/packets.ts';
import type { MessageId, Text } from '../../i18n/text.tsx';

/** Who speaks to whom, in words and an arrow. */
export function directionOf({ direction, party }: PacketRow, t: Text['t']): string {
  const peer = t(`party.${party}`);
  const server = t('party.server');
  return direction === 'in' ? `${peer} → ${server}` : `${server} → ${peer}`;
}

/** What a packet of this type means, in a few words. */
export const glossOf = ({ type }: PacketRow, t: Text['t']): string => t(`gloss.${type}` as MessageId);
