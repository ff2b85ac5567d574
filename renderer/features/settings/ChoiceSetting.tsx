import type { Settings } from '../../../main/contract/settings.ts';
import { useText } from '../../i18n/text.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { SettingRow, useSetting } from './SettingRow.tsx';
import type { SettingKey } from './table.ts';

/** Settings that are one of a few words. */
type Choice = {
  [K in SettingKey]: Settings[K] extends string ? (string extends Settings[K] ? never : K) : never;
}[SettingKey];

interface ChoiceSettingProps<K extends Choice> {
  of: K;
  options: readonly { value: Settings[K]; label: string }[];
}

/** A setting that is one of a few, all of which are seen. */
export function ChoiceSetting<K extends Choice>({ of, options }: ChoiceSettingProps<K>) {
  const { t } = useText();
  const [value, change, reset] = useSetting(of);
  return (
    <SettingRow of={of} onReset={reset}>
      <Segmented label={t(`settings.${of}`)} value={value} options={options} onChange={change} />
    </SettingRow>
  );
}
