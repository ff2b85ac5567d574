import { useId } from 'react';
import { FUNCTION_COLOURS, type FunctionRow } from '../../../main/contract/functions.ts';
import { nearName } from '../../../main/contract/near-name.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import type { FunctionDraft } from '../../store/functions.ts';
import { useStore } from '../../store/index.ts';
import { ColourDot } from '../../ui/ColourDot.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { ArgumentsField } from './ArgumentsField.tsx';
import { faultsOf } from './faults.ts';
import { MannerFields } from './MannerFields.tsx';
import { PasteField } from './PasteField.tsx';
import { StarterField } from './StarterField.tsx';

/** What a person says of a function. Each field says what is wrong with it as it is typed, once it has been touched. */
export function FunctionForm({ row }: { row: FunctionRow | undefined }) {
  const { t } = useText();
  const draft = useStore((store) => store.functions.draft);
  const workspace = useStore((store) => store.workspace);
  const root = useStore((store) => store.app.info?.root === true);
  const rows = useStore((store) => store.functions.rows);
  const edit = useStore((store) => store.editFunction);
  const id = useId();
  if (draft === null) return null;
  const { content, changed } = draft;
  const wrong = changed ? faultsOf(content) : {};
  const names = rows.map(({ name }) => shown(name)).filter((name) => name !== draft.replaces);
  const near = changed ? nearName(content.name.trim(), names) : undefined;
  const program = programNote(row, draft.changed, content);
  return (
    <>
      {draft.replaces === null && (
        <>
          <StarterField edit={edit} />
          <PasteField edit={edit} />
        </>
      )}
      <dl className="form">
        <dt>
          <label htmlFor={`${id}-name`}>{t('functions.name')}</label>
        </dt>
        <dd>
          <input
            id={`${id}-name`}
            className="field"
            value={content.name}
            autoFocus={draft.replaces === null}
            aria-invalid={wrong.name !== undefined}
            aria-describedby={`${id}-name-help`}
            spellCheck={false}
            onChange={(event) => edit({ name: event.target.value })}
          />
          {near !== undefined && <p className="help help--warn">{t('functions.name.near', { name: near })}</p>}
          <p id={`${id}-name-help`} className={wrong.name && content.name !== '' ? 'help help--error' : 'help'}>
            {wrong.name && content.name !== '' ? t(wrong.name) : t('functions.name.help')}
          </p>
        </dd>

        <dt>{t('functions.command')}</dt>
        <dd>
          <Segmented
            label={t('functions.commandAs')}
            value={content.kind}
            options={[
              { value: 'argv', label: t('functions.arguments') },
              { value: 'shell', label: t('functions.shellLine') },
            ]}
            onChange={(kind) => edit({ kind })}
          />
          {content.kind === 'argv' ? (
            <ArgumentsField argv={content.argv} onChange={(argv) => edit({ argv })} />
          ) : (
            <textarea
              className="textarea textarea--code"
              rows={3}
              value={content.line}
              aria-label={t('functions.shellLine')}
              spellCheck={false}
              onChange={(event) => edit({ line: event.target.value })}
            />
          )}
          {wrong.command && draft.replaces !== null ? (
            <p className="help help--error">{t(wrong.command)}</p>
          ) : (
            <p className={program.warn ? 'help help--warn' : 'help'}>{t(program.id, program.values)}</p>
          )}
          {root && <p className="help help--warn">{t('functions.root')}</p>}
        </dd>

        <dt>
          <label htmlFor={`${id}-folder`}>{t('functions.folder')}</label>
        </dt>
        <dd>
          <input
            id={`${id}-folder`}
            className="field field--code"
            value={content.folder}
            placeholder={workspace?.folder}
            spellCheck={false}
            onChange={(event) => edit({ folder: event.target.value })}
          />
        </dd>

        <dt>
          <label htmlFor={`${id}-workers`}>{t('functions.atOnce')}</label>
        </dt>
        <dd>
          <input
            id={`${id}-workers`}
            className="field field--short"
            type="number"
            min={1}
            max={64}
            value={content.workers}
            aria-invalid={wrong.workers !== undefined}
            aria-describedby={`${id}-workers-help`}
            onChange={(event) => edit({ workers: event.target.valueAsNumber || 0 })}
          />
          <span className="muted">{t('functions.jobs')}</span>
          <p id={`${id}-workers-help`} className={wrong.workers ? 'help help--error' : 'help'}>
            {t(wrong.workers ?? 'functions.atOnce.help')}
          </p>
        </dd>

        <dt>
          <label htmlFor={`${id}-description`}>{t('functions.description')}</label>
        </dt>
        <dd>
          <textarea
            id={`${id}-description`}
            className="textarea"
            rows={2}
            value={content.description}
            onChange={(event) => edit({ description: event.target.value })}
          />
        </dd>

        <dt>{t('functions.colour')}</dt>
        <dd>
          <Segmented
            label={t('functions.colour')}
            value={content.colour}
            options={FUNCTION_COLOURS.map((colour) => ({
              value: colour,
              label: t(`colour.${colour}`),
              face: <ColourDot colour={colour} />,
            }))}
            onChange={(colour) => edit({ colour })}
          />
        </dd>
      </dl>
      <MannerFields content={content} wrong={wrong} edit={edit} />
    </>
  );
}

/** What is to be said below the command: where its program lies, that it is missing, or what a shell line means. */
function programNote(row: FunctionRow | undefined, changed: boolean, { kind, argv }: FunctionDraft) {
  if (kind === 'shell') return { id: 'functions.shell.help', warn: false, values: {} } as const;
  if (changed || row?.definition == null) return { id: 'functions.argv.help', warn: false, values: {} } as const;
  if (row.program === null)
    return { id: 'functions.program.missing', warn: true, values: { program: argv[0] ?? '' } } as const;
  return { id: 'functions.program.found', warn: false, values: { path: row.program } } as const;
}
