import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';

/** The address that a client uses, as `127.0.0.1:4730`. */
export const useAddress = (): string =>
  useStore(({ server }) => server?.addresses[0] ?? (server === null ? '' : `127.0.0.1:${server.port}`));

/** The server of the window: its label and address. */
export function useServerName(): string {
  const { t } = useText();
  const address = useAddress();
  return `${t('server.local')} · ${address}`;
}
