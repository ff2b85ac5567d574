import { Pencil } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import styles from './Workspace.module.css';

/** What the workspace is for, above its functions; nothing where it does not say. */
export function DescriptionLine() {
  const { t } = useText();
  const description = useStore((store) => store.workspace?.description ?? '');
  const show = useStore((store) => store.showWorkspaceSheet);
  if (description === '') return null;
  return (
    <div className={styles.description}>
      <p className="muted truncate" title={description}>
        {description}
      </p>
      <IconButton icon={Pencil} label={t('workspace.description.edit')} onClick={() => show('about')} />
    </div>
  );
}
