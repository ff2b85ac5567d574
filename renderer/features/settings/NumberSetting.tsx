import type { ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useSetting } from './SettingRow.tsx';
import { TypedSetting } from './TypedSetting.tsx';
import type { SettingKey } from './table.ts';

/** The settings that are whole numbers. */
type NumberKey = Extract<SettingKey, 'port' | 'exporterPort' | 'concurrency' | 'journalJobs' | 'journalSize'>;

interface NumberSettingProps {
  of: NumberKey;
  least: number;
  most: number;
  /** What stands in the place of the help while no such number is typed, if not from where to where it goes. */
  wrong?: string;
  children?: ReactNode;
}

/** A whole number. */
export function NumberSetting({ of, least, most, wrong, children }: NumberSettingProps) {
  const { t, count } = useText();
  const [value, change, reset] = useSetting(of);
  const read = (typed: string) => {
    const number = /^\d+$/.test(typed.trim()) ? Number(typed) : Number.NaN;
    return number >= least && number <= most ? number : null;
  };
  return (
    <TypedSetting
      of={of}
      value={value}
      text={String(value)}
      read={read}
      wrong={wrong ?? t('settings.limit.wrong', { least: count(least), most: count(most) })}
      onChange={change}
      onReset={reset}
    >
      {children}
    </TypedSetting>
  );
}
