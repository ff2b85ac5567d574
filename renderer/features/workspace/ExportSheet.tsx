import { useState } from 'react';
import type { FunctionDefinition } from '../../../main/contract/functions.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Workspace.module.css';

/** Functions to be written into another file: those that were chosen before, else all of them, if none is left out. */
export function ExportSheet() {
  const open = useStore((store) => store.workspaceSheet === 'export');
  const functions = useStore((store) => store.workspace?.functions);
  return open && functions !== undefined ? <Choice functions={functions} /> : null;
}

function Choice({ functions }: { functions: readonly FunctionDefinition[] }) {
  const { t } = useText();
  const { showWorkspaceSheet, exportFunctions, exportFirst } = useStore.getState();
  const all = functions.map(({ name }) => name);
  const [left, leave] = useState<ReadonlySet<string>>(
    () => new Set(exportFirst === null ? [] : all.filter((name) => !exportFirst.includes(name))),
  );
  const names = all.filter((name) => !left.has(name));
  const close = () => showWorkspaceSheet(null);
  return (
    <Sheet
      title={t('export.title')}
      open
      onClose={close}
      className={styles.sheet}
      foot={
        <>
          <span className="grow" />
          <Button large onClick={close}>
            {t('action.cancel')}
          </Button>
          <Button large variant="primary" disabled={names.length === 0} onClick={() => void exportFunctions(names)}>
            {t('export.do', { count: names.length })}
          </Button>
        </>
      }
    >
      <ul className={styles.body}>
        {all.length > 1 && (
          <li className={styles.all}>
            <Checkbox
              label={t('export.all')}
              checked={names.length === all.length}
              onChange={(checked) => leave(new Set(checked ? [] : all))}
            />
          </li>
        )}
        {functions.map(({ name }) => (
          <li key={name}>
            <Checkbox
              label={name}
              checked={!left.has(name)}
              onChange={(checked) =>
                leave(new Set(checked ? [...left].filter((each) => each !== name) : [...left, name]))
              }
            />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
