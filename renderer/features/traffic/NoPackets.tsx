import { ArrowLeftRight, Plug, Plus, Search } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { packetScope } from '../../store/scope.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { useAddress } from '../frame/address.ts';
import { LearnMore } from '../help/LearnMore.tsx';
import { NothingInScope } from '../scope/NothingInScope.tsx';

/** What stands in the list's place where it has no rows: why, and what can be done. */
export function NoPackets() {
  const { t, count } = useText();
  const filtered = useStore((store) => store.traffic.accepted.trim() !== '');
  const hidden = useStore(({ traffic: { window } }) => (window === null ? 0 : window.held - window.hidden));
  const scoped = useStore((store) => packetScope(store).servers !== null);
  const address = useAddress();
  const { filterTraffic, openSubmit, openWaiting } = useStore.getState();
  if (filtered)
    return (
      <Empty
        icon={Search}
        title={t('traffic.noMatch')}
        text={t('traffic.noMatch.text', { count: count(hidden) })}
        actions={<Button onClick={() => filterTraffic('')}>{t('action.clearFilter')}</Button>}
      />
    );
  if (scoped) return <NothingInScope />;
  return (
    <Empty
      icon={ArrowLeftRight}
      title={t('traffic.empty')}
      text={t('traffic.empty.text', { address })}
      actions={
        <>
          <Button variant="primary" large icon={Plus} onClick={() => openSubmit()}>
            {t('submit.title')}
          </Button>
          <Button large icon={Plug} onClick={openWaiting}>
            {t('traffic.connect')}
          </Button>
          <CopyButton text={address} label={t('command.server.copyAddress')} />
          <LearnMore />
        </>
      }
    />
  );
}
