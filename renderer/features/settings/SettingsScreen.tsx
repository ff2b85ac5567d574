import { CONCURRENCY_MOST } from '../../../main/contract/limits.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { JournalSettings } from './JournalSettings.tsx';
import { LimitSettings } from './LimitSettings.tsx';
import { NumberSetting } from './NumberSetting.tsx';
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
        <h2 className={styles.heading}>{t('settings.access')}</h2>
        <dl className={`form ${styles.form}`}>
          <dt>{t('settings.singleKeys')}</dt>
          <dd>
            <Checkbox
              label={t('settings.singleKeys.on')}
              checked={settings.singleKeys}
              onChange={(singleKeys) => void change({ singleKeys })}
            />
            <p className="help">{t('settings.singleKeys.help')}</p>
          </dd>
          <dt>{t('settings.spoken')}</dt>
          <dd>
            <Checkbox
              label={t('settings.spoken.on')}
              checked={settings.spokenTraffic}
              onChange={(spokenTraffic) => void change({ spokenTraffic })}
            />
            <p className="help">{t('settings.spoken.help')}</p>
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
        <JournalSettings settings={settings} />
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
  const { t, count } = useText();
  const change = useStore((store) => store.changeSettings);
  return (
    <NumberSetting
      label={t('settings.concurrency')}
      value={concurrency}
      least={0}
      most={CONCURRENCY_MOST}
      help={t('settings.concurrency.help')}
      wrong={t('settings.limit.wrong', { least: count(0), most: count(CONCURRENCY_MOST) })}
      onChange={(value) => void change({ concurrency: value })}
    />
  );
}

function PortSetting({ port }: { port: number }) {
  const { t } = useText();
  const server = useStore((store) => store.server);
  const { changeSettings, stopServer, startServer } = useStore.getState();
  const other = server !== null && server.state === 'running' && server.port !== port;
  return (
    <NumberSetting
      label={t('settings.port')}
      value={port}
      least={1}
      most={65_535}
      help={t('settings.port.help')}
      wrong={t('settings.port.wrong')}
      onChange={(value) => void changeSettings({ port: value })}
    >
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
    </NumberSetting>
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
