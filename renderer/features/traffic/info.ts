import type { PacketRow } from '../../../main/contract/packets.ts';
import type { Text } from '../../i18n/text.tsx';
import { beginningOf, bytesOfWire, shown, visible } from '../../lib/bytes.ts';
import { glossOf } from './words.ts';

/** What a packet says, in words; or what it carries, letter by letter. */
export interface Info {
  text: string;
  verbatim: boolean;
}

/** The content of a row. */
export function infoOf(row: PacketRow, { t, count }: Pick<Text, 't' | 'count'>): Info {
  const words = wordsOf(row, t, count);
  if (words !== null) return { text: words, verbatim: false };
  if (row.content !== '') return { text: visible(beginningOf(bytesOfWire(row.content))), verbatim: true };
  return { text: glossOf(row, t), verbatim: false };
}

function wordsOf(row: PacketRow, t: Text['t'], count: Text['count']): string | null {
  const value = (name: string) => shown(row.values[name] ?? '');
  const progress = () => t('info.progress', { done: value('numerator'), all: value('denominator') });
  switch (row.type) {
    case 'JOB_CREATED':
      if (row.answers === null) return null;
      return t(row.joined ? 'info.joined' : 'info.answer', { request: count(row.answers) });
    case 'WORK_STATUS':
      return progress();
    case 'STATUS_RES':
    case 'STATUS_RES_UNIQUE':
      if (value('known') === '0') return t('info.unknownJob');
      return value('running') === '0' ? t('info.waiting') : t('info.running', { progress: progress() });
    case 'CAN_DO_TIMEOUT':
      return t('info.timeout', { seconds: value('timeout') });
    case 'SET_CLIENT_ID':
      return t('info.clientId', { name: value('clientId') });
    case 'OPTION_REQ':
      return t('info.optionAsked', { option: value('option') });
    case 'OPTION_RES':
      return t('info.optionSet', { option: value('option') });
    case 'GAP':
      return t('info.gap', { size: count(row.size) });
    default:
      return null;
  }
}
