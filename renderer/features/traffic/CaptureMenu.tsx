import { FolderOpen } from 'lucide-react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';

/** Packets and files. */
export function CaptureMenu() {
  const { t } = useText();
  const { open, left, recording, exporting } = useStore((store) => store.captures.state);
  const { openCapture, closeCapture, returnToCapture, askExport, recordPackets, endRecording } = useStore.getState();
  const recordEntry =
    recording === null
      ? { label: t('command.capture.record'), run: () => void recordPackets() }
      : { label: t('capture.endRecording'), run: () => void endRecording() };
  return (
    <Menu
      trigger={<IconButton icon={FolderOpen} label={t('capture.files')} />}
      groups={[
        [
          { label: t('capture.openFile'), run: () => void openCapture() },
          ...(open === null ? [] : [{ label: t('command.capture.live'), run: () => void closeCapture() }]),
          ...(left === null
            ? []
            : [{ label: t('command.capture.back'), note: left, run: () => void returnToCapture() }]),
        ],
        [{ label: t('command.capture.export'), disabled: exporting !== null, run: () => askExport(true) }],
        [recordEntry],
      ]}
    />
  );
}
