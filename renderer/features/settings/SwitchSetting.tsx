import type { ReactNode } from 'react';
import type { Settings } from '../../../main/contract/settings.ts';
import { useText } from '../../i18n/text.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { SettingRow, useSetting } from './SettingRow.tsx';
import type { SettingKey } from './table.ts';

/** Settings that are on or off. */
type Switch = { [K in SettingKey]: Settings[K] extends boolean ? K : never }[SettingKey];

interface SwitchSettingProps {
  of: Switch;
  help?: ReactNode;
  /** What stands behind it. */
  children?: ReactNode;
}

/** A setting that is on or off; `settings.ID.on` says what it does when it is on. */
export function SwitchSetting({ of, help, children }: SwitchSettingProps) {
  const { t } = useText();
  const [on, change, reset] = useSetting(of);
  return (
    <SettingRow of={of} onReset={reset} help={help}>
      <Checkbox label={t(`settings.${of}.on`)} checked={on} onChange={change} />
      {children}
    </SettingRow>
  );
}
