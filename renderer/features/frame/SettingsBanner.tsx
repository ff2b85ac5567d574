import { useEffect } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';
import { SETTINGS } from '../settings/table.ts';

/** The settings' file was broken: what has its default therefore, and where the file is as it was. */
export function SettingsBanner() {
  const { t, list } = useText();
  const fault = useStore((store) => store.settingsFault);
  const { pullSettingsFault, dismissSettingsFault } = useStore.getState();
  useEffect(() => void pullSettingsFault(), [pullSettingsFault]);
  if (fault === null) return null;
  const { aside, lost } = fault;
  // What stands on the screen of settings has a name there; the others are called as in the file.
  const nameOf = (place: string) => {
    const row = SETTINGS.find(({ id }) => id === place.split('.')[0]);
    return row === undefined ? place : t(row.label);
  };
  return (
    <Banner tone="warn" onDismiss={dismissSettingsFault}>
      {lost === null
        ? t('settings.fault.all', { aside })
        : t('settings.fault.some', { count: lost.length, names: list([...new Set(lost.map(nameOf))]), aside })}
    </Banner>
  );
}
