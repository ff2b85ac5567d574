import type { PhpRow, PhpUse, Scan } from '../../../main/contract/doctor.ts';
import { useDoctorText } from '../../i18n/doctor.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { State } from '../../ui/glyphs.tsx';
import { useListKeys } from '../../ui/list-keys.ts';
import styles from './Doctor.module.css';
import { PHP_LOOKS } from './looks.ts';

/** The PHPs that were found, that of the terminals first. Choosing one looks at it. */
export function PhpList({ scan }: { scan: Scan }) {
  const { t } = useText();
  const selected = useStore((store) => store.doctor.selected);
  const { scanPhp } = useStore.getState();
  const { phps } = scan;
  const at = phps.findIndex(({ path }) => path === selected);
  const choose = (index: number) => {
    const path = phps[index]?.path;
    if (path !== undefined && path !== selected) void scanPhp(path);
  };
  const { idOf, grid } = useListKeys(phps.length, at, choose);
  return (
    <div className={styles.phps}>
      <h2 className="section-title">{t('doctor.phps')}</h2>
      <div className={styles.list} role="listbox" tabIndex={0} aria-label={t('doctor.phps')} {...grid}>
        {phps.map((php, index) => (
          <div
            key={php.path}
            id={idOf(index)}
            className={styles.php}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            title={php.path}
            onClick={() => choose(index)}
          >
            <Row php={php} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Row({ php }: { php: PhpRow }) {
  const { t, list } = useText();
  const { origin } = useDoctorText();
  const { version, state, gearman, uses, path } = php;
  return (
    <>
      <span className={styles.version}>{version === null ? path : t('doctor.php', { version })}</span>
      <span className={`truncate ${styles.source}`}>{origin(php)}</span>
      <State {...PHP_LOOKS[state]}>{t(`doctor.state.${state}`, { version: gearman ?? '' })}</State>
      <span className="truncate">
        {uses.length === 0
          ? t('doctor.notUsed')
          : t('doctor.usedBy', { list: list(uses.map((use) => userName(use, t))) })}
      </span>
    </>
  );
}

function userName(use: PhpUse, t: Text['t']): string {
  if (use.who === 'project') return use.file;
  return use.who === 'terminal' ? t('doctor.use.terminal') : t(`doctor.use.${use.who}`, { pid: String(use.pid) });
}
