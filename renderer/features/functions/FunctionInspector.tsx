import { CopyPlus, Play, Plus, Square, Trash2, X } from 'lucide-react';
import type { FunctionRow } from '../../../main/contract/functions.ts';
import { useProblemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { State } from '../../ui/glyphs.tsx';
import { FunctionForm } from './FunctionForm.tsx';
import styles from './Functions.module.css';
import { isBeyondStock } from './MannerFields.tsx';
import { TestRunSection } from './TestRunSection.tsx';
import { workersLook } from './workers-look.ts';

/** The chosen function: its definition to edit, or what is known of one that others do. */
export function FunctionInspector() {
  const { selected, draft, rows } = useStore((store) => store.functions);
  const row = rows.find((each) => each.name === selected);
  if (draft !== null) return <DefinitionInspector row={row} />;
  return row === undefined ? null : <OutsideInspector row={row} />;
}

function DefinitionInspector({ row }: { row: FunctionRow | undefined }) {
  const { t } = useText();
  const draft = useStore((store) => store.functions.draft);
  const problem = useStore((store) => store.functions.problem);
  const shortcut = useShortcuts();
  const {
    startWorkers,
    stopWorkers,
    deleteFunction,
    duplicateFunction,
    revertFunction,
    closeFunction,
    saveFunction,
    openSubmit,
  } = useStore.getState();
  const failure = useProblemText(problem);
  if (draft === null) return null;
  const isNew = draft.replaces === null;
  const name = draft.replaces ?? '';
  const running = (row?.workers.length ?? 0) > 0;
  const look = row === undefined ? null : workersLook(row);
  return (
    <aside className="inspector" aria-label={isNew ? t('functions.new') : t('functions.inspector', { name })}>
      <header className="inspector__head">
        <div className="inspector__title">
          <h2 className={`truncate ${styles.title}`}>{isNew ? t('functions.new') : name}</h2>
          {draft.changed && !isNew && <span className="badge">{t('functions.edited')}</span>}
          <span className="grow" />
          {!isNew && (
            <>
              {running ? (
                <Button variant="quiet" icon={Square} onClick={() => void stopWorkers(name)}>
                  {t('workers.stop')}
                </Button>
              ) : (
                <Button variant="quiet" icon={Play} onClick={() => void startWorkers(name)}>
                  {t('workers.start')}
                </Button>
              )}
              <IconButton
                icon={CopyPlus}
                label={t('functions.duplicate', { name })}
                shortcut={shortcut('function.duplicate')}
                onClick={() => duplicateFunction(name)}
              />
              <IconButton
                icon={Trash2}
                label={t('functions.delete', { name })}
                shortcut={shortcut('function.delete')}
                onClick={() => void deleteFunction(name)}
              />
            </>
          )}
          <IconButton icon={X} label={t('action.close')} onClick={closeFunction} />
        </div>
        {look !== null && (
          <p className={`muted ${styles.state}`}>
            <State mark={look.mark} tone={look.tone}>
              {t(look.word, { count: look.count })}
            </State>
          </p>
        )}
      </header>
      <div className={`inspector__body ${styles.body}`}>
        <FunctionForm key={draft.replaces} row={row} />
        <TestRunSection />
        {row?.twin != null && !draft.changed && (
          <section className="section">
            <h3 className="section-title">{t('functions.twin')}</h3>
            <div className="command">
              <code className={styles.twin}>{row.twin}</code>
              <CopyButton text={row.twin} label={t('functions.twin.copy')} />
            </div>
            {isBeyondStock(draft.content) && <p className="help">{t('functions.twin.less')}</p>}
          </section>
        )}
        {failure !== null && (
          <p className="help help--error" role="alert">
            {failure}
          </p>
        )}
      </div>
      <footer className="inspector__foot">
        {!isNew && row !== undefined && (
          <Button icon={Plus} onClick={() => openSubmit({ function: shown(row.name) })}>
            {t('functions.submit')}
          </Button>
        )}
        <span className="grow" />
        <Button variant="quiet" disabled={!draft.changed && !isNew} onClick={revertFunction}>
          {isNew ? t('action.cancel') : t('action.revert')}
        </Button>
        {isNew && (
          <Button disabled={!draft.changed} onClick={() => void saveFunction({ start: false })}>
            {t('functions.save')}
          </Button>
        )}
        <Button
          variant="primary"
          disabled={!draft.changed}
          shortcut={shortcut('save')}
          onClick={() => void saveFunction({ start: isNew })}
        >
          {isNew ? t('functions.saveAndStart') : t('functions.save')}
        </Button>
      </footer>
    </aside>
  );
}

/** A function that is not in the workspace: who does it, and what can be done with it. */
function OutsideInspector({ row }: { row: FunctionRow }) {
  const { t, count } = useText();
  const { createFunction, openSubmit, closeFunction } = useStore.getState();
  const name = shown(row.name);
  const look = workersLook(row);
  const nobody = row.outside.length === 0;
  return (
    <aside className="inspector" aria-label={t('functions.inspector', { name })}>
      <header className="inspector__head">
        <div className="inspector__title">
          <h2 className={`truncate ${styles.title}`}>{name}</h2>
          <span className="grow" />
          <IconButton icon={X} label={t('action.close')} onClick={closeFunction} />
        </div>
        <p className="muted">
          {nobody ? t('functions.nobody', { name }) : t('functions.others', { name, count: row.outside.length })}
        </p>
      </header>
      <div className="inspector__body">
        <dl className="facts">
          <dt>{t('column.workers')}</dt>
          <dd>
            <State mark={look.mark} tone={look.tone}>
              {t(look.word, { count: look.count })}
            </State>
          </dd>
          <dt>{t('column.done')}</dt>
          <dd>{count(row.done)}</dd>
          <dt>{t('column.failed')}</dt>
          <dd>{count(row.failed)}</dd>
        </dl>
        {!nobody && (
          <section className="section">
            <h3 className="section-title">{t('functions.connections')}</h3>
            <ul>
              {row.outside.map((worker) => (
                <li key={worker.connection} className={styles.connection}>
                  <span className="muted">{`#${worker.connection}`}</span>{' '}
                  <span>{shown(worker.clientId) || t('functions.unnamed')}</span>{' '}
                  <span className="faint">{worker.address}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <footer className="inspector__foot">
        <Button icon={Plus} onClick={() => openSubmit({ function: name })}>
          {t('functions.submit')}
        </Button>
        <span className="grow" />
        <Button variant={nobody ? 'primary' : 'normal'} onClick={() => createFunction(name)}>
          {t('why.do.create')}
        </Button>
      </footer>
    </aside>
  );
}
