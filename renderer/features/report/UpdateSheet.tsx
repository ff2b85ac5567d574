import { ExternalLink } from 'lucide-react';
import { RELEASES, type UpdateState } from '../../../main/contract/updates.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Report.module.css';

/** Whether there is a newer version, why that is not known, and where releases are. */
export function UpdateSheet() {
  const update = useStore((store) => store.update);
  return update === undefined ? null : <Update update={update} />;
}

function Update({ update }: { update: UpdateState | null }) {
  const { t } = useText();
  const version = useStore((store) => store.app.info?.version ?? '');
  const { closeUpdate } = useStore.getState();
  return (
    <Sheet
      title={t('updates.title')}
      subtitle={t('updates.version', { version })}
      open
      onClose={closeUpdate}
      className={styles.small}
      foot={
        <>
          <Button large icon={ExternalLink} onClick={() => window.open(RELEASES)}>
            {t('updates.releases')}
          </Button>
          <span className="grow" />
          <Button large variant="primary" onClick={closeUpdate}>
            {t('action.close')}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p role="status">
          {update === null
            ? t('updates.looking')
            : t(`updates.${update.state}`, { version: update.state === 'newer' ? update.version : '' })}
        </p>
        <p className="muted selectable">{RELEASES}</p>
      </div>
    </Sheet>
  );
}
