import { POLL_EVERY, SERVER_LABEL_MOST } from '../../../main/contract/servers.ts';
import type { Text } from '../../i18n/text.tsx';
import type { ServerFault } from '../../lib/server-draft.ts';

/** What is wrong with a field of the sheet of a server. */
export function faultText(fault: ServerFault, t: Text['t']): string {
  switch (fault.why) {
    case 'address':
      return t('servers.fault.address', { bad: fault.bad, reason: t(`reason.${fault.reason}`) });
    case 'every':
      return t('servers.fault.every', { least: String(POLL_EVERY.least), most: String(POLL_EVERY.most) });
    case 'label-long':
      return t('servers.fault.label-long', { most: String(SERVER_LABEL_MOST) });
    default:
      return t(`servers.fault.${fault.why}`);
  }
}
