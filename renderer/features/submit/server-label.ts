import { EMBEDDED } from '../../../main/contract/server.ts';
import { useText } from '../../i18n/text.tsx';

/** What the person calls a server: its label where the list knows the address, else the address. */
export function useServerLabel(): (address: string) => string {
  const { t } = useText();
  return (address) => (address === EMBEDDED ? t('runs.target.embedded') : address);
}
