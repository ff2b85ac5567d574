import { Autocomplete } from '@base-ui/react/autocomplete';
import type { FunctionRow } from '../../../main/contract/model.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import menu from '../../ui/Select.module.css';
import { FunctionName } from '../functions/FunctionName.tsx';
import { workersLook } from '../functions/workers-look.ts';

interface FunctionFieldProps {
  id: string;
  rows: readonly FunctionRow[];
}

/** The draft's function by name: those that are known are offered, the last ones first; any other can be typed. */
export function FunctionField({ id, rows }: FunctionFieldProps) {
  const { t } = useText();
  const { draft, recent } = useStore((store) => store.submit);
  const { editSubmit } = useStore.getState();
  const used = [...new Set(recent.map((each) => each.function))];
  const last = used.flatMap((name) => rows.find((row) => row.name === name) ?? []);
  const items = [...new Set([...last, ...rows])].map((row) => ({ value: shown(row.name), row }));
  return (
    <Autocomplete.Root
      items={items}
      value={draft.function}
      onValueChange={(name) => editSubmit({ function: name })}
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
