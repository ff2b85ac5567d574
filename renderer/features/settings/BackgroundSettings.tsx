import { useText } from '../../i18n/text.tsx';
import { ChoiceSetting } from './ChoiceSetting.tsx';
import { SwitchSetting } from './SwitchSetting.tsx';

/** What goes on while nobody looks at the window, and what is told then. */
export function BackgroundSettings() {
  const { t } = useText();
  return (
    <>
      <SwitchSetting of="startAtLogin" />
      <SwitchSetting of="tray" />
      <ChoiceSetting
        of="closing"
        options={[
          { value: 'keep', label: t('settings.closing.keep') },
          { value: 'quit', label: t('settings.closing.quit') },
        ]}
      />
      <SwitchSetting of="askQuit" />
      <SwitchSetting of="notices" />
    </>
  );
}
