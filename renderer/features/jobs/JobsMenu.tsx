import { FolderOpen } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';

/** Jobs as files, and no more of them. */
export function JobsMenu() {
  const { t } = useText();
  const window = useStore((store) => store.jobs.window);
  const { exportJobs, askClearJobs } = useStore.getState();
  const cannotExport = window === null || window.journal.state !== 'on' || window.journal.exporting !== null;
  return (
    <Menu
      trigger={<IconButton icon={FolderOpen} label={t('jobs.files')} />}
      groups={[
        [
          { label: t('jobs.export.jsonl'), disabled: cannotExport, run: () => void exportJobs('jsonl') },
          { label: t('jobs.export.csv'), disabled: cannotExport, run: () => void exportJobs('csv') },
        ],
        [{ label: t('jobs.clear'), run: () => askClearJobs(true) }],
      ]}
    />
  );
}
