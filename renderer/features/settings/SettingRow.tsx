import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Settings } from '../../../main/contract/settings.ts';
import { useText } from '../../i18n/text.tsx';
import { defaultSettings } from '../../lib/default-settings.ts';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { isFound } from './search.ts';
import { type SettingId, type SettingKey, settingOf } from './table.ts';

interface SettingRowProps {
  of: SettingId;
  /** The field that the words name, where it has no name of its own. */
  field?: string;
  children: ReactNode;
  /** What it does, where that is not always the same. */
  help?: ReactNode;
  /** Puts it back; undefined where it is as at first. */
  onReset: (() => void) | undefined;
}

/** One setting: its words, the field, what it does, and the way back to how it was at first. */
export function SettingRow({ of, field, children, help, onReset }: SettingRowProps) {
  const { t } = useText();
  const label = t(`settings.${of}`);
  const found = useStore((store) => isFound(settingOf(of), store.settingsSearch));
  if (!found) return null;
  return (
    <>
      <dt data-setting={of}>{field === undefined ? label : <label htmlFor={field}>{label}</label>}</dt>
      <dd>
        {children}
        {onReset !== undefined && (
          <IconButton icon={RotateCcw} label={t('settings.reset', { label })} onClick={onReset} />
        )}
        {help ?? <p className="help">{t(`settings.${of}.help`)}</p>}
      </dd>
    </>
  );
}

/** A setting as it is, what changes it, and what puts it back, where it is not as at first. */
export function useSetting<K extends SettingKey>(key: K) {
  // The screen is shown when there are settings.
  const value = useStore((store) => (store.app.settings as Settings)[key]);
  const changeSettings = useStore((store) => store.changeSettings);
  const change = (next: Settings[K]) => void changeSettings({ [key]: next });
  const first = defaultSettings()[key];
  return [value, change, value === first ? undefined : () => change(first)] as const;
}
