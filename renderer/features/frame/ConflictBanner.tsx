import { problemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';

/** Another program wrote the workspace's file, and the person has to say which of both it shall be; or it could not be made. */
export function ConflictBanner() {
  const { t } = useText();
  const workspace = useStore((store) => store.workspace);
  const { revertWorkspace, saveWorkspace } = useStore.getState();
  if (workspace === null || workspace.conflict === null) return null;
  const { path, conflict } = workspace;
  if (conflict.problem?.code === 'file-unwritable') {
    const again = <Button onClick={() => void saveWorkspace({ overwrite: true })}>{t('server.tryAgain')}</Button>;
    return (
      <Banner tone="warn" actions={again}>
        {problemText(conflict.problem, t)}
      </Banner>
    );
  }
  return (
    <Banner
      tone="warn"
      actions={
        <>
          <Button onClick={() => void revertWorkspace()}>{t('conflict.reload')}</Button>
          <Button onClick={() => void saveWorkspace({ overwrite: true })}>{t('conflict.overwrite')}</Button>
        </>
      }
    >
      {t('conflict.text', { path })}
      {conflict.problem !== null && <> {problemText(conflict.problem, t)}</>}
    </Banner>
  );
}
