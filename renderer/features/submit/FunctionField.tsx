import { Autocomplete } from '@base-ui/react/autocomplete';
import type { FunctionRow } from '../../../main/contract/functions.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { FIGURES_EVERY, useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import menu from '../../ui/Select.module.css';
import { FunctionName } from '../functions/FunctionName.tsx';
import { workersLook } from '../functions/workers-look.ts';
import { workersOf } from '../overview/attention.ts';
import { nameHint } from './name-lint.ts';

const TOPICS = ['functions', 'workspace'] as const;

/** The draft's function, and what is to be said of it. Of the workers of another server nothing is known. */
export function FunctionField({ id }: { id: string }) {
  const elsewhere = useStore((store) => store.submit.draft.target !== 'embedded');
  const rows = useStore((store) => store.functions.rows);
  useLive(
    TOPICS,
    useStore((store) => store.pullFunctions),
    FIGURES_EVERY,
  );
  return (
    <>
      <Name id={id} rows={rows} />
      {!elsewhere && <Remarks rows={rows} />}
    </>
  );
}

/** Whether its name is probably another one's, and that nobody does it. */
function Remarks({ rows }: { rows: readonly FunctionRow[] }) {
  const { t } = useText();
  const { function: name, background, later } = useStore((store) => store.submit.draft);
  const { editSubmit, startWorkers } = useStore.getState();
  const hint = nameHint(
    name,
    rows.map((each) => shown(each.name)),
  );
  const row = rows.find((each) => shown(each.name) === name);
  const nobody = name !== '' && (row === undefined || workersOf(row).total === 0);
  return (
    <>
      {hint !== null && (
        <p className="help help--warn" role="status">
          {t(`submit.name.${hint.kind}`, { name, instead: hint.instead })}{' '}
          <button type="button" className="link-button" onClick={() => editSubmit({ function: hint.instead })}>
            {t('submit.name.use', { instead: hint.instead })}
          </button>
        </p>
      )}
      {nobody && (
        <p className="help help--warn" role="status">
          {t(background || later !== null ? 'submit.nobody.background' : 'submit.nobody', { name })}{' '}
          {row?.definition != null && (
            <button type="button" className="link-button" onClick={() => void startWorkers(name)}>
              {t('workers.start')}
            </button>
          )}
        </p>
      )}
    </>
  );
}

/** By name: functions that are known are offered, the last ones first; any other can be typed. */
function Name({ id, rows }: { id: string; rows: readonly FunctionRow[] }) {
  const { t } = useText();
  const name = useStore((store) => store.submit.draft.function);
  const recent = useStore((store) => store.submit.recent);
  const { editSubmit } = useStore.getState();
  const used = [...new Set(recent.map((each) => each.function))];
  const last = used.flatMap((each) => rows.find((row) => row.name === each) ?? []);
  const items = [...new Set([...last, ...rows])].map((row) => ({ value: shown(row.name), row }));
  return (
    <Autocomplete.Root
      items={items}
      value={name}
      onValueChange={(next) => editSubmit({ function: next })}
      openOnInputClick
      itemToStringValue={(item) => item.value}
    >
      <Autocomplete.Input
        id={id}
        className="field"
        autoFocus
        onFocus={(event) => event.target.select()}
        placeholder={t('submit.function.placeholder')}
        spellCheck={false}
      />
      <Autocomplete.Portal>
        <Autocomplete.Positioner className={menu.positioner} sideOffset={4}>
          <Autocomplete.Popup className="menu">
            <Autocomplete.List>
              {(item: (typeof items)[number]) => {
                const look = workersLook(item.row);
                return (
                  <Autocomplete.Item key={item.value} value={item} className={`menu__item ${menu.item}`}>
                    <span>
                      <FunctionName name={item.row.name} />
                    </span>
                    <span className="faint">{t(look.word, { count: look.count })}</span>
                  </Autocomplete.Item>
                );
              }}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
