import { LIMIT_NAMES, LIMITS, type LimitName } from '../../../main/contract/limits.ts';
import type { Settings } from '../../../main/contract/settings.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { limitText, limitValue } from './limit-text.ts';
import styles from './Settings.module.css';
import { isFound } from './search.ts';
import { TypedSetting } from './TypedSetting.tsx';
import { settingOf } from './table.ts';

/** How much the server takes in before it refuses more. */
export function LimitSettings() {
  const { t } = useText();
  // The screen is shown when there are settings.
  const { limits } = useStore((store) => store.app.settings) as Settings;
  const change = useStore((store) => store.changeSettings);
  const choose = (name: LimitName, value: number) => {
    const { [name]: _, ...others } = limits;
    void change({ limits: value === LIMITS[name].default ? others : { ...others, [name]: value } });
  };
  const search = useStore((store) => store.settingsSearch);
  if (!LIMIT_NAMES.some((name) => isFound(settingOf(`limit.${name}`), search))) return null;
  return (
    <>
      <h3 className={styles.subheading}>{t('settings.limits')}</h3>
      <p className={`help ${styles.intro}`}>{t('settings.limits.help')}</p>
      <dl className={`form ${styles.form}`}>
        {LIMIT_NAMES.map((name) => (
          <LimitField
            key={name}
            name={name}
            value={limits[name] ?? LIMITS[name].default}
            onChange={(value) => choose(name, value)}
          />
        ))}
      </dl>
    </>
  );
}

function LimitField({ name, value, onChange }: { name: LimitName; value: number; onChange: (value: number) => void }) {
  const { t } = useText();
  const { of, least, most, default: usual } = LIMITS[name];
  return (
    <TypedSetting
      of={`limit.${name}`}
      value={value}
      text={limitText(name, value)}
      read={(typed) => limitValue(name, typed)}
      wrong={t('settings.limit.wrong', { least: limitText(name, least), most: limitText(name, most) })}
      onChange={onChange}
      onReset={value === usual ? undefined : () => onChange(usual)}
      className={styles.number}
    >
      {of !== 'things' && <span className="faint">{t(`settings.limit.of.${of}`)}</span>}
    </TypedSetting>
  );
}
