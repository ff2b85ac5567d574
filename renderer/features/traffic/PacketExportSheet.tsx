import { useState } from 'react';
import { CaptureFormat } from '../../../main/contract/captures.ts';
import { useText } from '../../i18n/text.tsx';
import type { Exported } from '../../store/captures.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Select } from '../../ui/Select.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Traffic.module.css';

/** Which packets are written to a file, and as what. */
export function PacketExportSheet() {
  const asking = useStore((store) => store.captures.exporting);
  return asking ? <Choice /> : null;
}

function Choice() {
  const { t, count } = useText();
  const { window, selected } = useStore((store) => store.traffic);
  const { askExport, exportPackets } = useStore.getState();
  const [which, choose] = useState<Exported>('shown');
  const [format, write] = useState<CaptureFormat>('pcapng');
  const shown = window === null ? 0 : window.end - window.first;
  const packets: { value: Exported; label: string }[] = [
    { value: 'shown', label: t('exporting.shown', { count: count(shown) }) },
    { value: 'all', label: t('exporting.all', { count: count(window?.held ?? 0) }) },
  ];
  if (selected !== null) packets.push({ value: 'selected', label: t('exporting.selected') });
  const formats = CaptureFormat.options.map((value) => ({ value, label: t(`exporting.${value}`) }));
  return (
    <Sheet
      title={t('exporting.title')}
      open
      onClose={() => askExport(false)}
      className={styles.sheet}
      foot={
        <>
          <span className="grow" />
          <Button onClick={() => askExport(false)}>{t('action.cancel')}</Button>
          <Button variant="primary" onClick={() => void exportPackets(which, format)}>
            {t('exporting.choose')}
          </Button>
        </>
      }
    >
      <div className={styles.exportForm}>
        <Segmented label={t('exporting.packets')} value={which} options={packets} onChange={choose} />
        <Select label={t('exporting.format')} value={format} options={formats} onChange={write} />
        <p className="muted">{t(`exporting.${format}.help`)}</p>
      </div>
    </Sheet>
  );
}
