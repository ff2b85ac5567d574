import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { serverAddress } from '../../store/server.ts';

/** The address that a client uses, as `127.0.0.1:4730`; empty until it is known. */
export const useAddress = (): string => useStore(serverAddress);

/** The server of the window: its label and address. */
export function useServerName(): string {
  const { t } = useText();
  const address = useAddress();
  return `${t('server.local')} · ${address}`;
}
