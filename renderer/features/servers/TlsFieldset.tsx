import { FolderOpen } from 'lucide-react';
import { useId } from 'react';
import { useText } from '../../i18n/text.tsx';
import type { ServerFault, TlsFields } from '../../lib/server-draft.ts';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { faultText } from './fault-text.ts';
import styles from './ServerSheet.module.css';

interface TlsFieldsetProps {
  label: string;
  tls: TlsFields;
  /** What we show to others, not what we ask of them. */
  own?: boolean;
  fault: ServerFault | undefined;
  onChange: (tls: TlsFields) => void;
}

const FILES = ['ca', 'certificate', 'key'] as const;
const OWN_FILES = ['certificate', 'key', 'ca'] as const;

/** Whether a connection is of TLS, and the PEM files of it. */
export function TlsFieldset({ label, tls, own = false, fault, onChange }: TlsFieldsetProps) {
  const { t } = useText();
  const id = useId();
  const { choosePem } = useStore.getState();
  const helpOf = (file: (typeof FILES)[number]) =>
    t(own && file !== 'key' ? `servers.sheet.tls.own.${file}.help` : `servers.sheet.tls.${file}.help`);
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <Checkbox label={t('servers.sheet.tls.use')} checked={tls.on} onChange={(on) => onChange({ ...tls, on })} />
        {tls.on && (
          <div className={styles.files} role="group" aria-label={label}>
            {(own ? OWN_FILES : FILES).map((file) => (
              <div key={file} className={styles.file}>
                <label htmlFor={`${id}-${file}`} className="muted">
                  {t(`servers.sheet.tls.${file}`)}
                </label>
                <input
                  id={`${id}-${file}`}
                  className="field field--code"
                  value={tls[file]}
                  placeholder={helpOf(file)}
                  aria-describedby={fault === undefined ? undefined : `${id}-fault`}
                  spellCheck={false}
                  onChange={(event) => onChange({ ...tls, [file]: event.target.value })}
                />
                <IconButton
                  icon={FolderOpen}
                  label={t('servers.sheet.tls.choose', { file: t(`servers.sheet.tls.${file}`) })}
                  onClick={() => void choosePem().then((path) => path !== null && onChange({ ...tls, [file]: path }))}
                />
              </div>
            ))}
          </div>
        )}
        {tls.on && fault !== undefined && (
          <p id={`${id}-fault`} className="help help--error">
            {faultText(fault, t)}
          </p>
        )}
      </dd>
    </>
  );
}
