import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceSetting } from './ChoiceSetting.tsx';
import { ExporterSettings } from './ExporterSettings.tsx';
import { LimitSettings } from './LimitSettings.tsx';
import { NumberSetting } from './NumberSetting.tsx';
import { useSetting } from './SettingRow.tsx';
import styles from './Settings.module.css';
import { SwitchSetting } from './SwitchSetting.tsx';

/** Where the job server listens, what it keeps, and how much it takes in. */
export const ServerSettings = () => (
  <>
    <dl className={`form ${styles.form}`}>
      <PortSetting />
      <DurableSetting />
      <OrderSetting />
      <ExporterSettings />
    </dl>
    <LimitSettings />
  </>
);

function PortSetting() {
  const { t } = useText();
  const [port] = useSetting('port');
  const restart = useStore((store) => store.restartServer);
  const other = useStore(({ server }) => server !== null && server.state === 'running' && server.port !== port);
  return (
    <NumberSetting of="port" least={1} most={65_535} wrong={t('settings.port.wrong')}>
      {other && (
        <Button onClick={() => void restart(port)}>{t('settings.port.restart', { port: String(port) })}</Button>
      )}
    </NumberSetting>
  );
}

function DurableSetting() {
  const { t } = useText();
  const [durable] = useSetting('durable');
  const restart = useStore((store) => store.restartServer);
  const server = useStore((store) => store.server);
  const queue = server?.queue ?? null;
  const other = server?.state === 'running' && (queue !== null) !== durable;
  return (
    <SwitchSetting
      of="durable"
      help={
        <p className="help">
          {t('settings.durable.help')}
          {queue !== null && <> {t('settings.durable.file', { path: queue.path })}</>}
        </p>
      }
    >
      {other && <Button onClick={() => void restart()}>{t('settings.durable.restart')}</Button>}
    </SwitchSetting>
  );
}

function OrderSetting() {
  const { t } = useText();
  return (
    <ChoiceSetting
      of="order"
      options={[
        { value: '1.x', label: t('settings.order.function') },
        { value: '2.x', label: t('settings.order.priority') },
      ]}
    />
  );
}
