import { useState } from 'react';
import { FunctionDefinition } from '../../../main/contract/functions.ts';
import type { Import, ImportOffer } from '../../../main/contract/workspace.ts';
import { useText } from '../../i18n/text.tsx';
import { unmasked } from '../../lib/bytes.ts';
import { freeName } from '../../lib/free-name.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { commandText } from '../functions/command-text.ts';
import styles from './Workspace.module.css';

type Act = 'add' | 'skip' | 'replace' | 'rename';

/** The functions that another file offers, and what becomes of each; names that are there already are a choice. */
export function ImportSheet() {
  const offer = useStore((store) => store.importOffer);
  return offer === null ? null : <Choices offer={offer} />;
}

function Choices({ offer }: { offer: ImportOffer }) {
  const { t } = useText();
  const present = useStore((store) => store.workspace?.functions);
  const { importFunctions, closeImport } = useStore.getState();
  const taken = new Set([...(present ?? []), ...offer.functions].map(({ name }) => name));
  const clashes = new Set(present?.map(({ name }) => name));
  const [chosen, choose] = useState<Readonly<Record<string, { act: Act; name: string }>>>({});
  const rows = offer.functions.map((definition) => {
    const { name } = definition;
    const usual = { act: clashes.has(name) ? ('skip' as const) : ('add' as const), name: freeName(name, taken) };
    return { definition, ...usual, ...chosen[name], original: name };
  });
  const result = rows.flatMap(({ definition, act, name }): Import => {
    if (act === 'skip') return [];
    return [{ definition: act === 'rename' ? { ...definition, name } : definition, replace: act === 'replace' }];
  });
  const names = result.map(({ definition }) => definition.name);
  const isWrong = (act: Act, name: string) =>
    act === 'rename' &&
    (clashes.has(name) ||
      names.filter((each) => each === name).length > 1 ||
      !FunctionDefinition.safeParse({ name, command: { kind: 'argv', argv: ['x'] } }).success);
  const wrong = rows.some(({ act, name }) => isWrong(act, name));
  return (
    <Sheet
      title={t('import.title')}
      subtitle={offer.file}
      open
      onClose={closeImport}
      className={styles.sheet}
      foot={
        <>
          <span className="grow" />
          <Button large onClick={closeImport}>
            {t('action.cancel')}
          </Button>
          <Button
            large
            variant="primary"
            disabled={wrong || result.length === 0}
            onClick={() => void importFunctions(result)}
          >
            {t('import.do', { count: result.length })}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p className="help">{t('import.help')}</p>
        <ul>
          {rows.map(({ definition, act, name, original }) => (
            <li key={original} className={styles.item}>
              <div className={styles.what}>
                <b>{original}</b>
                <code className="code muted">{unmasked(commandText(definition.command))}</code>
              </div>
              <div className={styles.choice}>
                <Select<Act>
                  label={t('import.act', { name: original })}
                  value={act}
                  options={(clashes.has(original)
                    ? (['skip', 'replace', 'rename'] as const)
                    : (['add', 'skip', 'rename'] as const)
                  ).map((value) => ({ value, label: t(`import.${value}`) }))}
                  onChange={(next) => choose({ ...chosen, [original]: { act: next, name } })}
                />
                {act === 'rename' && (
                  <input
                    className="field"
                    value={name}
                    aria-label={t('import.name', { name: original })}
                    aria-invalid={isWrong(act, name)}
                    spellCheck={false}
                    onChange={(event) => choose({ ...chosen, [original]: { act, name: event.target.value } })}
                  />
                )}
                {isWrong(act, name) && <p className="help help--error">{t('import.taken')}</p>}
              </div>
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
