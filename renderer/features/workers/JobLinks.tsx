import type { Wire } from '../../../main/contract/keys.ts';
import { EMBEDDED } from '../../../main/contract/server.ts';
import { LOCAL } from '../../../main/contract/servers.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { Nothing } from '../../ui/Nothing.tsx';

/** Jobs that a worker has. Those of the embedded server lead to what is known of them. */
export function JobLinks({ handles, server = EMBEDDED }: { handles: readonly Wire[]; server?: string | null }) {
  const { t } = useText();
  const run = useStore((store) => store.server?.run ?? 0);
  const openJob = useStore((store) => store.openJob);
  if (handles.length === 0) return <Nothing />;
  return handles.map((handle, index) => (
    <span key={handle} className="code">
      {index > 0 && ' '}
      {server === EMBEDDED ? (
        <button
          type="button"
          className="link-button"
          title={t('workers.openJob', { handle: shown(handle) })}
          onClick={() => openJob({ server: LOCAL, run, handle })}
        >
          {shown(handle)}
        </button>
      ) : (
        shown(handle)
      )}
    </span>
  ));
}
