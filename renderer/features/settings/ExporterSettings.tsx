import type { ReactNode } from 'react';
import type { Failure } from '../../../main/contract/errors.ts';
import { reasonText } from '../../i18n/problem.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { NumberSetting } from './NumberSetting.tsx';
import { useSetting } from './SettingRow.tsx';
import { SwitchSetting } from './SwitchSetting.tsx';

const TOPICS = ['settings'] as const;

/** Whether figures of job servers are served for Prometheus, and on which port. */
export function ExporterSettings() {
  const { t } = useText();
  const exporter = useStore((store) => store.exporter);
  useLive(
    TOPICS,
    useStore((store) => store.pullExporter),
  );
  return (
    <>
      <SwitchSetting
        of="exporter"
        help={
          <>
            <p className="help">{t('settings.exporter.help')}</p>
            {exporter?.state === 'serving' && (
              <p className="help selectable" role="status">
                {t('settings.exporter.serving', { url: exporter.url })}
              </p>
            )}
            {exporter?.state === 'failed' && <Failed failure={exporter.failure} />}
          </>
        }
      >
        {exporter?.state === 'serving' && <CopyButton text={exporter.url} label={t('settings.exporter.copy')} />}
        {exporter?.state === 'failed' && <OtherPort failure={exporter.failure} />}
      </SwitchSetting>
      <NumberSetting of="exporterPort" least={1} most={65_535} wrong={t('settings.port.wrong')} />
    </>
  );
}

function Failed({ failure }: { failure: Failure }) {
  const { t, rich } = useText();
  return (
    <p className="help help--error" role="status">
      {sentence(failure, t, rich)}
    </p>
  );
}

function sentence(failure: Failure, t: Text['t'], rich: Text['rich']): ReactNode {
  const { name, pid } = failure.details;
  const port = String(failure.details['port']);
  switch (failure.code) {
    case 'port-in-use':
      return name === undefined
        ? t('failure.port-in-use-unknown', { port })
        : rich('failure.port-in-use', { port, name: String(name), pid: String(pid) });
    case 'port-forbidden':
      return t('failure.port-forbidden', { port });
    default:
      return t('settings.exporter.failed', { reason: reasonText(failure, t) });
  }
}

function OtherPort({ failure }: { failure: Failure }) {
  const { t } = useText();
  const [, change] = useSetting('exporterPort');
  const { freePort } = failure.details;
  if (typeof freePort !== 'number') return null;
  return <Button onClick={() => change(freePort)}>{t('settings.exporter.other', { port: String(freePort) })}</Button>;
}
