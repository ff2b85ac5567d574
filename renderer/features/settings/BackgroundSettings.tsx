import { useText } from '../../i18n/text.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { SettingRow, useSetting } from './SettingRow.tsx';

/** What goes on while nobody looks at the window, and what is told then. */
export function BackgroundSettings() {
  const { t } = useText();
  const [startAtLogin, setStartAtLogin, resetStartAtLogin] = useSetting('startAtLogin');
  const [tray, setTray, resetTray] = useSetting('tray');
  const [closing, setClosing, resetClosing] = useSetting('closing');
  const [askQuit, setAskQuit, resetAskQuit] = useSetting('askQuit');
  const [notices, setNotices, resetNotices] = useSetting('notices');
  return (
    <>
      <SettingRow of="startAtLogin" onReset={resetStartAtLogin}>
        <Checkbox label={t('settings.startAtLogin.on')} checked={startAtLogin} onChange={setStartAtLogin} />
      </SettingRow>
      <SettingRow of="tray" onReset={resetTray}>
        <Checkbox label={t('settings.tray.on')} checked={tray} onChange={setTray} />
      </SettingRow>
      <SettingRow of="closing" onReset={resetClosing}>
        <Segmented
          label={t('settings.closing')}
          value={closing}
          options={[
            { value: 'keep', label: t('settings.closing.keep') },
            { value: 'quit', label: t('settings.closing.quit') },
          ]}
          onChange={setClosing}
        />
      </SettingRow>
      <SettingRow of="askQuit" onReset={resetAskQuit}>
        <Checkbox label={t('settings.askQuit.on')} checked={askQuit} onChange={setAskQuit} />
      </SettingRow>
      <SettingRow of="notices" onReset={resetNotices}>
        <Checkbox label={t('settings.notices.on')} checked={notices} onChange={setNotices} />
      </SettingRow>
    </>
  );
}
