import { CircleDot, FileSearch, FileUp } from 'lucide-react';
import { problemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';

const TOPICS = ['captures'] as const;

/** What becomes of packets beside the list: a file is shown in their place, or they are written to one. */
export function CaptureBanners() {
  useLive(
    TOPICS,
    useStore((store) => store.pullCaptures),
  );
  return (
    <>
      <OpenBanner />
      <LeftBanner />
      <ExportBanner />
      <RecordingBanner />
    </>
  );
}

function OpenBanner() {
  const { t, rich, count, percent } = useText();
  const open = useStore((store) => store.captures.state.open);
  const { closeCapture, stopReadingCapture } = useStore.getState();
  if (open === null) return null;
  const { name, reading, read, packets, connections, problem, unknownLinks } = open;
  return (
    <Banner
      tone={problem === null ? 'info' : 'warn'}
      icon={FileSearch}
      actions={
        <>
          {reading && <Button onClick={() => void stopReadingCapture()}>{t('capture.stopReading')}</Button>}
          <Button onClick={() => void closeCapture()}>{t('command.capture.live')}</Button>
        </>
      }
    >
      {rich('capture.open', { name, packets: count(packets), connections: count(connections) })}
      {reading && <> {t('capture.reading', { percent: percent(read) })}</>}
      {unknownLinks > 0 && <> {t('capture.unknownLinks', { count: unknownLinks })}</>}
      {problem !== null && <> {problemText(problem, t)}</>}
    </Banner>
  );
}

function LeftBanner() {
  const { t, rich } = useText();
  const left = useStore((store) => store.captures.state.left);
  const { returnToCapture, closeCapture } = useStore.getState();
  if (left === null) return null;
  return (
    <Banner
      tone="info"
      icon={FileSearch}
      actions={
        <>
          <Button onClick={() => void returnToCapture()}>{t('command.capture.back')}</Button>
          <Button onClick={() => void closeCapture()}>{t('capture.closeFile')}</Button>
        </>
      }
    >
      {rich('capture.left', { name: left })}
    </Banner>
  );
}

function ExportBanner() {
  const { t, rich, count } = useText();
  const exporting = useStore((store) => store.captures.state.exporting);
  const cancel = useStore((store) => store.cancelExport);
  if (exporting === null) return null;
  const { name, packets, total } = exporting;
  return (
    <Banner tone="info" icon={FileUp} actions={<Button onClick={() => void cancel()}>{t('action.cancel')}</Button>}>
      {rich('capture.exporting', { name, packets: count(packets), total: count(total) })}
    </Banner>
  );
}

function RecordingBanner() {
  const { t, rich, count, size } = useText();
  const recording = useStore((store) => store.captures.state.recording);
  const end = useStore((store) => store.endRecording);
  if (recording === null) return null;
  const { name, packets, bytes, files, missed, problem } = recording;
  return (
    <Banner
      tone={problem === null ? 'info' : 'error'}
      icon={CircleDot}
      actions={
        <Button onClick={() => void end()}>{t(problem === null ? 'capture.endRecording' : 'action.dismiss')}</Button>
      }
    >
      {rich('capture.recording', { name, packets: count(packets), size: size(bytes) })}
      {files > 1 && <> {t('capture.recordingFiles', { count: count(files) })}</>}
      {missed > 0 && <> {t('capture.missed', { count: missed })}</>}
      {problem !== null && <> {problemText(problem, t)}</>}
    </Banner>
  );
}
