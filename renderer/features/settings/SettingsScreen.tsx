import { useId, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { LimitSettings } from './LimitSettings.tsx';
import styles from './Settings.module.css';

/** What a person may want otherwise. Each change holds at once and is kept. */
export function SettingsScreen() {
  const { t } = useText();
  const settings = useStore((store) => store.app.settings);
  const info = useStore((store) => store.app.info);
  const change = useStore((store) => store.changeSettings);
  if (settings === null || info === null) return null;
  return (
    <section className={`screen__main ${styles.screen}`} aria-label={t('screen.settings')}>
      <div className={styles.page}>
        <h2 className={styles.heading}>{t('settings.look')}</h2>
        <dl className={`form ${styles.form}`}>
          <dt>{t('settings.language')}</dt>
          <dd>
            <Segmented
              label={t('settings.language')}
              value={settings.language}
              options={[
                { value: 'system', label: t('settings.system') },
                // A language is named in itself, so that who reads only that one finds it.
                { value: 'en', label: 'English' },
                { value: 'zh', label: '简体中文' },
              ]}
              onChange={(language) => void change({ language })}
            />
          </dd>
          <dt>{t('settings.theme')}</dt>
          <dd>
            <Segmented
              label={t('settings.theme')}
              value={settings.theme}
              options={[
                { value: 'system', label: t('settings.system') },
                { value: 'light', label: t('settings.light') },
                { value: 'dark', label: t('settings.dark') },
              ]}
              onChange={(theme) => void change({ theme })}
            />
          </dd>
          <dt>{t('settings.density')}</dt>
          <dd>
            <Segmented
              label={t('settings.density')}
              value={settings.density}
              options={[
                { value: 'compact', label: t('settings.compact') },
                { value: 'comfortable', label: t('settings.comfortable') },
              ]}
              onChange={(density) => void change({ density })}
            />
            <p className="help">{t('settings.density.help')}</p>
          </dd>
        </dl>
        <h2 className={styles.heading}>{t('settings.workspace')}</h2>
        <dl className={`form ${styles.form}`}>
          <dt>{t('settings.autosave')}</dt>
          <dd>
            <Checkbox
              label={t('settings.autosave.on')}
              checked={settings.autosave}
              onChange={(autosave) => void change({ autosave })}
            />
            <p className="help">{t('settings.autosave.help')}</p>
          </dd>
        </dl>
        <h2 className={styles.heading}>{t('settings.workers')}</h2>
        <ConcurrencySetting key={`at once ${settings.concurrency}`} concurrency={settings.concurrency} />
        <h2 className={styles.heading}>{t('settings.server')}</h2>
        <PortSetting key={settings.port} port={settings.port} />
        <DurableSetting durable={settings.durable} />
        <dl className={`form ${styles.form}`}>
          <dt>{t('settings.order')}</dt>
          <dd>
            <Segmented
              label={t('settings.order')}
              value={settings.order}
              options={[
                { value: '1.x', label: t('settings.order.function') },
                { value: '2.x', label: t('settings.order.priority') },
              ]}
              onChange={(order) => void change({ order })}
            />
            <p className="help">
              {t(settings.order === '1.x' ? 'settings.order.function.help' : 'settings.order.priority.help')}
            </p>
          </dd>
        </dl>
        <LimitSettings limits={settings.limits} />
        <h2 className={styles.heading}>{t('settings.about')}</h2>
        <dl className={`facts ${styles.about}`}>
          <dt>{'Gearbench'}</dt>
          <dd className="selectable">{info.version}</dd>
          <dt>{'Electron'}</dt>
          <dd className="selectable">{info.electron}</dd>
          <dt>{'Node.js'}</dt>
          <dd className="selectable">{info.node}</dd>
        </dl>
        <p className="faint">{t('settings.private')}</p>
      </div>
    </section>
  );
}

function ConcurrencySetting({ concurrency }: { concurrency: number }) {
  const { t } = useText();
  const id = useId();
  const [typed, setTyped] = useState(String(concurrency));
  const change = useStore((store) => store.changeSettings);
  const value = Number(typed);
  const valid = typed !== '' && Number.isInteger(value) && value >= 0 && value <= 1024;
  const keep = () => valid && value !== concurrency && void change({ concurrency: value });
  return (
    <dl className={`form ${styles.form}`}>
      <dt>
        <label htmlFor={id}>{t('settings.concurrency')}</label>
      </dt>
      <dd>
        <input
          id={id}
          className="field field--short"
          inputMode="numeric"
          value={typed}
          aria-invalid={!valid}
          aria-describedby={`${id}-help`}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === 'Enter' && keep()}
        />
        <p id={`${id}-help`} className={valid ? 'help' : 'help help--error'}>
          {valid ? t('settings.concurrency.help') : t('settings.limit.wrong', { least: '0', most: '1,024' })}
        </p>
      </dd>
    </dl>
  );
}

function PortSetting({ port }: { port: number }) {
  const { t } = useText();
  const id = useId();
  const [typed, setTyped] = useState(String(port));
  const server = useStore((store) => store.server);
  const { changeSettings, stopServer, startServer } = useStore.getState();
  const value = Number(typed);
  const valid = Number.isInteger(value) && value >= 1 && value <= 65535;
  const other = server !== null && server.state === 'running' && server.port !== port;
  return (
    <dl className={`form ${styles.form}`}>
      <dt>
        <label htmlFor={id}>{t('settings.port')}</label>
      </dt>
      <dd>
        <input
          id={id}
          className="field field--short"
          inputMode="numeric"
          value={typed}
          aria-invalid={!valid}
          aria-describedby={`${id}-help`}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => valid && value !== port && void changeSettings({ port: value })}
          onKeyDown={(event) => event.key === 'Enter' && valid && void changeSettings({ port: value })}
        />
        {other && (
          <Button
            onClick={() =>
              void (async () => {
                await stopServer();
                await startServer(port);
              })()
            }
          >
            {t('settings.port.restart', { port: String(port) })}
          </Button>
        )}
        <p id={`${id}-help`} className={valid ? 'help' : 'help help--error'}>
          {t(valid ? 'settings.port.help' : 'settings.port.wrong')}
        </p>
      </dd>
    </dl>
  );
}

function DurableSetting({ durable }: { durable: boolean }) {
  const { t } = useText();
  const server = useStore((store) => store.server);
  const { changeSettings, stopServer, startServer } = useStore.getState();
  const queue = server?.queue ?? null;
  const other = server?.state === 'running' && (queue !== null) !== durable;
  return (
    <dl className={`form ${styles.form}`}>
      <dt>{t('settings.durable')}</dt>
      <dd>
        <Checkbox
          label={t('settings.durable.keep')}
          checked={durable}
          onChange={(checked) => void changeSettings({ durable: checked })}
        />
        {other && (
          <Button
            onClick={() =>
              void (async () => {
                await stopServer();
                await startServer();
              })()
            }
          >
            {t('settings.durable.restart')}
          </Button>
        )}
        <p className="help">
          {t('settings.durable.help')}
          {queue !== null && <> {t('settings.durable.file', { path: queue.path })}</>}
        </p>
      </dd>
    </dl>
  );
}
