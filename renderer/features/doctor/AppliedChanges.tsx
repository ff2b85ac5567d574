import { Undo2, X } from 'lucide-react';
import type { Applied, Scan } from '../../../main/contract/doctor.ts';
import { useDoctorText } from '../../i18n/doctor.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { State } from '../../ui/glyphs.tsx';
import styles from './Doctor.module.css';

/** Files that were changed for plans, by what they were changed for; what was done last is undone first. */
export function AppliedChanges({ changes, scan }: { changes: readonly Applied[]; scan: Scan }) {
  const { t } = useText();
  const groups = Map.groupBy(changes, ({ php, way }) => `${way} ${php}`);
  return (
    <section aria-label={t('doctor.applied')}>
      <h3 className={`section-title ${styles.appliedTitle}`}>{t('doctor.applied')}</h3>
      {[...groups].map(([key, group]) => (
        <Group key={key} changes={group} scan={scan} />
      ))}
    </section>
  );
}

function Group({ changes, scan }: { changes: readonly Applied[]; scan: Scan }) {
  const { t } = useText();
  const { word } = useDoctorText();
  const busy = useStore((store) => store.steps.doing !== null || store.steps.undoing.length > 0);
  const { undoChanges } = useStore.getState();
  const [{ way, php }] = changes as [Applied];
  const version = scan.phps.find(({ path }) => path === php)?.version ?? null;
  const name = `${word(`way.${way}`)} · ${version === null ? php : t('doctor.php', { version })}`;
  return (
    <div className={styles.applied} role="group" aria-label={name}>
      <div className={styles.appliedHead}>
        <b className="truncate">{name}</b>
        <Button icon={Undo2} disabled={busy} onClick={() => void undoChanges(changes.map(({ id }) => id))}>
          {t(changes.length === 1 ? 'doctor.step.undoIt' : 'doctor.applied.all')}
        </Button>
      </div>
      <ul>
        {changes.map((change, index) => (
          <Change key={change.id} change={change} single={changes.length === 1} newest={index === 0} busy={busy} />
        ))}
      </ul>
    </div>
  );
}

function Change({
  change,
  single,
  newest,
  busy,
}: {
  change: Applied;
  single: boolean;
  newest: boolean;
  busy: boolean;
}) {
  const { t, exact } = useText();
  const doctor = useDoctorText();
  const { undoChanges, forgetChange } = useStore.getState();
  const { id, file, at, intact } = change;
  return (
    <li>
      <div className="grow">
        <p>{doctor.step(change).title}</p>
        <p className="faint selectable" title={exact(at)}>
          {file}
        </p>
        {!intact && (
          <State mark="warn" tone="warn">
            {t('doctor.applied.changed')}
          </State>
        )}
      </div>
      {!single && (
        <IconButton
          icon={Undo2}
          label={t(newest ? 'doctor.applied.undoOf' : 'doctor.applied.later', { file })}
          disabled={busy || !newest}
          onClick={() => void undoChanges([id])}
        />
      )}
      {!intact && (
        <IconButton
          icon={X}
          label={t('doctor.applied.forget', { file })}
          disabled={busy}
          onClick={() => void forgetChange(id)}
        />
      )}
    </li>
  );
}
