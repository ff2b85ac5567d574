import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useId, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Submit.module.css';

/** Asks under which name a workload is kept, and in which folder. */
export function NameDialog() {
  const naming = useStore((store) => store.library.naming);
  return naming ? <Asked /> : null;
}

function Asked() {
  const { t } = useText();
  const id = useId();
  const { current } = useStore((store) => store.library);
  const workloads = useStore((store) => store.workspace?.workloads ?? []);
  const { nameWorkload, keepWorkload } = useStore.getState();
  const [name, setName] = useState(current?.name ?? '');
  const [folder, setFolder] = useState(current?.folder ?? '');
  const folders = [...new Set(workloads.map((each) => each.folder))].filter((each) => each !== '');
  const replaces = workloads.some((each) => each.name === name.trim() && each.folder === folder.trim());
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') void keepWorkload({ name, folder });
  };
  return (
    <Dialog.Root open onOpenChange={(next) => !next && nameWorkload(false)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className={`sheet ${styles.ask}`}>
          <header className="sheet__head">
            <Dialog.Title className="sheet__title">{t('library.save.title')}</Dialog.Title>
          </header>
          <form id={id} className={styles.askText} onSubmit={onSubmit}>
            <dl className="form">
              <dt>
                <label htmlFor={`${id}-name`}>{t('library.name')}</label>
              </dt>
              <dd>
                <input
                  id={`${id}-name`}
                  className="field"
                  maxLength={200}
                  value={name}
                  autoFocus
                  onChange={(event) => setName(event.target.value)}
                />
              </dd>
              <dt>
                <label htmlFor={`${id}-folder`}>{t('library.folder')}</label>
              </dt>
              <dd>
                <input
                  id={`${id}-folder`}
                  className="field"
                  maxLength={200}
                  list={`${id}-folders`}
                  placeholder={t('library.folder.none')}
                  value={folder}
                  onChange={(event) => setFolder(event.target.value)}
                />
                <datalist id={`${id}-folders`}>
                  {folders.map((each) => (
                    <option key={each} value={each} />
                  ))}
                </datalist>
                <p className="help">{t(replaces ? 'library.replaces' : 'library.save.help')}</p>
              </dd>
            </dl>
          </form>
          <footer className="sheet__foot">
            <span className="grow" />
            <Button large onClick={() => nameWorkload(false)}>
              {t('action.cancel')}
            </Button>
            <button
              type="submit"
              form={id}
              className="button button--primary button--large"
              disabled={name.trim() === ''}
            >
              {t(replaces ? 'library.replace' : 'library.save')}
            </button>
          </footer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
