import { useId, useState } from 'react';
import { WorkspaceDescription, type WorkspaceInfo } from '../../../main/contract/workspace.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Workspace.module.css';

/** What the workspace is for, to read and to write. */
export function AboutSheet() {
  const open = useStore((store) => store.workspaceSheet === 'about');
  const workspace = useStore((store) => store.workspace);
  return open && workspace !== null ? <About workspace={workspace} /> : null;
}

function About({ workspace }: { workspace: WorkspaceInfo }) {
  const { t } = useText();
  const id = useId();
  const { showWorkspaceSheet, describeWorkspace } = useStore.getState();
  const [text, setText] = useState(workspace.description);
  const close = () => showWorkspaceSheet(null);
  return (
    <Sheet
      title={t('workspace.about.title', { name: workspace.name })}
      subtitle={workspace.path}
      open
      onClose={close}
      className={styles.sheet}
      foot={
        <>
          <span className="grow" />
          <Button large onClick={close}>
            {t('action.cancel')}
          </Button>
          <Button
            large
            variant="primary"
            disabled={text === workspace.description || !WorkspaceDescription.safeParse(text).success}
            onClick={() => void describeWorkspace(text)}
          >
            {t('workspace.description.save')}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <label className="label" htmlFor={id}>
          {t('workspace.description')}
        </label>
        <textarea
          id={id}
          className="textarea"
          rows={6}
          value={text}
          aria-describedby={`${id}-help`}
          onChange={(event) => setText(event.target.value)}
        />
        <p id={`${id}-help`} className="help">
          {t('workspace.description.help')}
        </p>
      </div>
    </Sheet>
  );
}
