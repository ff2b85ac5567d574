import { Activity } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Sheets.module.css';

/** Ways to a PHP by system: who brings it, and the command; with gearman where the same packages have it. */
const WAYS: Readonly<Record<'darwin' | 'linux' | 'win32', readonly (readonly [name: string, command: string])[]>> = {
  darwin: [
    ['Homebrew', 'brew install php'],
    ['MacPorts', 'port install php84'],
    ['Laravel Herd', 'brew install --cask herd'],
  ],
  linux: [
    ['Debian, Ubuntu', 'apt-get install php-cli php-gearman'],
    ['Fedora', 'dnf install php-cli php-pecl-gearman'],
    ['Alpine', 'apk add php84 php84-pecl-gearman'],
  ],
  win32: [
    ['winget', 'winget install PHP.PHP.8.4'],
    ['Scoop', 'scoop install php'],
  ],
};
const DOCKER = ['Docker', 'docker run --rm -it php:8.4-cli php -a'] as const;

/** There is no PHP, and none is needed; how one comes, for who wants it. */
export function NoPhp({ actions }: { actions: ReactNode }) {
  const { t } = useText();
  const platform = useStore((store) => store.app.info?.platform);
  const { showDoctorSheet } = useStore.getState();
  const ways = platform === undefined || platform === 'other' ? [] : WAYS[platform];
  return (
    <div className="empty grow">
      <Icon of={Activity} />
      <div className="empty__title">{t('doctor.empty')}</div>
      <p className="empty__text">{t('doctor.empty.text')}</p>
      <dl className={styles.ways}>
        {[...ways, DOCKER].map(([name, command]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={`command ${styles.command}`}>
              <code>{command}</code>
              <CopyButton text={command} label={t('doctor.empty.copy', { name })} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="empty__text">{t('doctor.empty.dropIn')}</p>
      <div className="empty__actions">
        {actions}
        <Button onClick={() => showDoctorSheet('connect')}>{t('doctor.empty.connect')}</Button>
      </div>
    </div>
  );
}
