import { Eye } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { ALL, scopeNow, serversInScope } from '../../store/scope.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { scopeLabel } from './ScopeSelect.tsx';

/** What stands where one server or a group has nothing to list: an attached one tells neither jobs nor packets. */
export function NothingInScope() {
  const { t } = useText();
  const list = useStore((store) => store.servers.list);
  const scope = useStore(scopeNow);
  const untold = useStore((store) => serversInScope(store).every(({ server }) => server.kind === 'attached'));
  const first = useStore((store) => serversInScope(store)[0]);
  const { chooseScope, openServerSheet } = useStore.getState();
  const address = first !== undefined && 'address' in first.server ? first.server.address : '';
  return (
    <Empty
      icon={Eye}
      title={
        untold
          ? t('scope.untold', { count: scope.kind === 'server' ? 1 : 2 })
          : t('scope.nothing', { server: scopeLabel(scope, list, t) })
      }
      text={untold ? t('scope.untold.text') : t('scope.nothing.text')}
      actions={
        <>
          {untold && (
            <Button variant="primary" large onClick={() => openServerSheet({ kind: 'proxy', address })}>
              {t('scope.addProxy')}
            </Button>
          )}
          <Button large onClick={() => chooseScope(ALL)}>
            {t('command.scope.all')}
          </Button>
        </>
      }
    />
  );
}
