import { Check, Copy, FolderOpen, Save } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Report.module.css';

/** What can be given to others when something is wrong, as it is, before it is copied or saved. */
export function ReportSheet() {
  const report = useStore((store) => store.report);
  return report === undefined ? null : <Report report={report} />;
}

function Report({ report }: { report: string | null }) {
  const { t } = useText();
  const { closeReport, saveReport, openLogs } = useStore.getState();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(report ?? '');
    setCopied(true);
  };
  return (
    <Sheet
      title={t('report.title')}
      open
      onClose={closeReport}
      className={styles.sheet}
      foot={
        <>
          <Button large icon={FolderOpen} onClick={() => void openLogs()}>
            {t('command.logs.open')}
          </Button>
          <span className="grow" />
          <Button large onClick={closeReport}>
            {t('action.close')}
          </Button>
          <Button large icon={Save} disabled={report === null} onClick={() => void saveReport()}>
            {t('report.save')}
          </Button>
          <Button
            large
            variant="primary"
            icon={copied ? Check : Copy}
            disabled={report === null}
            onClick={() => void copy()}
          >
            {t(copied ? 'action.copied' : 'report.copy')}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p>{t('report.text')}</p>
        <pre className={`code-block ${styles.report}`} tabIndex={0} aria-label={t('report.content')} role="document">
          {report ?? t('report.making')}
        </pre>
      </div>
    </Sheet>
  );
}
