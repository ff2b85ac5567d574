import { ArrowDownToLine, Eraser, Palette, Pause, Play } from 'lucide-react';
import { Group, Panel } from 'react-resizable-panels';
import type { JobKey } from '../../../main/contract/keys.ts';
import { FIRST_COLUMNS, PACKET_TIMES } from '../../../main/contract/packets.ts';
import { runCommand } from '../../commands.ts';
import { useText } from '../../i18n/text.tsx';
import { useLive } from '../../lib/live.ts';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ColumnsMenu } from '../../ui/columns/ColumnsMenu.tsx';
import { KeptPanel } from '../../ui/KeptPanel.tsx';
import { PaneSeparator } from '../../ui/PaneSeparator.tsx';
import { Select } from '../../ui/Select.tsx';
import { ScopeSelect, useScoped } from '../scope/ScopeSelect.tsx';
import { StoryView } from '../story/StoryView.tsx';
import { Banners } from './Banners.tsx';
import { BesideExpert, ExpertButton } from './BesideExpert.tsx';
import { CaptureMenu } from './CaptureMenu.tsx';
import { RulesSheet } from './colours/RulesSheet.tsx';
import { COLUMNS } from './columns.ts';
import { FilterBar } from './filter/FilterBar.tsx';
import { FilterProblem } from './filter/FilterProblem.tsx';
import { MarkSheets } from './MarkSheets.tsx';
import { MarksMenu } from './MarksMenu.tsx';
import { PacketDetailPane } from './PacketDetailPane.tsx';
import { PacketExportSheet } from './PacketExportSheet.tsx';
import { PacketList } from './PacketList.tsx';
import { Picture, PictureMenu } from './Picture.tsx';
import { SearchBar } from './SearchBar.tsx';
import { Summary } from './Summary.tsx';
import styles from './Traffic.module.css';

const TOPICS = ['packets'] as const;

/** Height of a packet's fields and bytes before anybody has moved it, px: on a large screen a picture fits in. */
const detailFirst = (): number => Math.max(260, Math.round(innerHeight * 0.28));

/** The protocol as it is spoken, packet by packet. */
export function TrafficScreen() {
  const { t } = useText();
  const selected = useStore((store) => store.traffic.selected);
  const pullTraffic = useStore((store) => store.pullTraffic);
  useLive(TOPICS, pullTraffic);
  useScoped(pullTraffic);
  return (
    <section className="screen__main" aria-label={t('screen.traffic')}>
      <Bar />
      <FilterProblem />
      <SearchBar />
      <Picture />
      <Banners />
      <Group orientation="vertical" className={styles.split}>
        <Panel id="list" minSize={120} className={styles.pane}>
          <BesideExpert>
            <List />
          </BesideExpert>
        </Panel>
        {selected !== null && (
          <>
            <PaneSeparator label={t('traffic.resize')} />
            <KeptPanel id="detail" first={detailFirst()} minSize={120} className={styles.pane}>
              <PacketDetailPane />
            </KeptPanel>
          </>
        )}
      </Group>
      <Foot />
      <MarkSheets />
      <PacketExportSheet />
      <RulesSheet />
      <Summary />
    </section>
  );
}

function Bar() {
  const { t } = useText();
  const pausedAt = useStore((store) => store.traffic.pausedAt);
  const follow = useStore((store) => store.traffic.follow);
  const reading = useStore((store) => store.captures.state.open !== null);
  const shortcut = useShortcuts();
  const { pauseTraffic, resumeTraffic, clearTraffic } = useStore.getState();
  return (
    <div className="screenbar">
      {pausedAt === null ? (
        <IconButton
          icon={Pause}
          label={t('command.traffic.pause')}
          shortcut={shortcut('traffic.pause')}
          onClick={pauseTraffic}
        />
      ) : (
        <IconButton
          icon={Play}
          label={t('traffic.resume')}
          shortcut={shortcut('traffic.pause')}
          onClick={() => resumeTraffic()}
        />
      )}
      <IconButton
        icon={ArrowDownToLine}
        label={t('command.traffic.follow')}
        aria-pressed={follow && pausedAt === null}
        onClick={() => runCommand('traffic.follow', useStore.getState())}
      />
      <IconButton
        icon={Eraser}
        label={t('command.traffic.clear')}
        disabled={reading}
        shortcut={shortcut('traffic.clear')}
        onClick={() => void clearTraffic()}
      />
      <span className="divider" />
      {!reading && <ScopeSelect />}
      <FilterBar />
      <TimeSelect />
      <PictureMenu />
      <PacketColumns />
      <MarksMenu />
      <ExpertButton />
      <CaptureMenu />
    </div>
  );
}

function PacketColumns() {
  const { t } = useText();
  const chosen = useStore((store) => store.app.settings?.packetColumns);
  const { changeSettings, openRules } = useStore.getState();
  return (
    <ColumnsMenu
      looks={COLUMNS}
      chosen={chosen ?? []}
      atFirst={FIRST_COLUMNS}
      onChoose={(packetColumns) => void changeSettings({ packetColumns })}
      more={
        <Button variant="quiet" icon={Palette} onClick={() => openRules()}>
          {t('rules.open')}
        </Button>
      }
    />
  );
}

function TimeSelect() {
  const { t } = useText();
  const value = useStore((store) => store.app.settings?.packetTime ?? 'start');
  const change = useStore((store) => store.changeSettings);
  const options = PACKET_TIMES.map((mode) => ({ value: mode, label: t(`time.${mode}`) }));
  return (
    <Select
      label={t('traffic.time')}
      value={value}
      options={options}
      onChange={(packetTime) => void change({ packetTime })}
    />
  );
}

function List() {
  const job = useStore(({ picture, traffic }) => (picture.told ? traffic.scope.job : null));
  return (
    <div className={styles.list}>
      {job !== null ? (
        <FollowedStory job={job} />
      ) : (
        <>
          <PacketList />
          <JumpToLive />
        </>
      )}
    </div>
  );
}

/** The story of the job that is followed; its packets are shown below. */
function FollowedStory({ job }: { job: JobKey }) {
  const selected = useStore((store) => store.traffic.selected);
  const select = useStore((store) => store.selectPacket);
  const choose = (seq: number | null) => seq !== null && select(seq);
  return (
    <div className={styles.story}>
      <StoryView job={job} packet={selected} onChoose={choose} onOpen={select} />
    </div>
  );
}

/** The way back to the end, and how much has come there since. */
function JumpToLive() {
  const { t, count } = useText();
  const shown = useStore(
    ({ traffic: { window, follow, pausedAt }, captures }) =>
      window !== null && window.end > window.first && !follow && pausedAt === null && captures.state.open === null,
  );
  const newer = useStore(({ traffic: { window, released } }) =>
    window === null || released === null ? 0 : Math.max(0, window.end - Math.max(released, window.first)),
  );
  const follow = useStore((store) => store.followTraffic);
  if (!shown) return null;
  return (
    <Button className={styles.jump} variant="primary" icon={ArrowDownToLine} onClick={() => follow(true)}>
      {newer === 0 ? t('traffic.jump') : t('traffic.jump.newer', { count: count(newer) })}
    </Button>
  );
}

function Foot() {
  const { t, rich, count, percent } = useText();
  const { window, probes } = useStore((store) => store.traffic);
  const showProbes = useStore((store) => store.showProbes);
  if (window === null) return <footer className="screenfoot" />;
  return (
    <footer className="screenfoot">
      <span>
        {rich('traffic.shown', {
          shown: count(window.end - window.first),
          held: count(window.held - (probes ? 0 : window.hidden)),
        })}
      </span>
      <span>
        {window.forgotten === 0 ? t('traffic.nothingForgotten') : t('traffic.forgotten', { count: window.forgotten })}
      </span>
      {(probes || window.hidden > 0) && (
        <span>
          {probes ? t('traffic.probes.shown') : t('traffic.probes.hidden', { count: window.hidden })}{' '}
          <button type="button" className="link-button" onClick={() => showProbes(!probes)}>
            {t(probes ? 'traffic.probes.hide' : 'traffic.probes.show')}
          </button>
        </span>
      )}
      {window.marks.forgotten > 0 && <span>{t('marks.forgotten', { count: window.marks.forgotten })}</span>}
      {window.scanned < 1 && <span role="status">{t('traffic.scanning', { percent: percent(window.scanned) })}</span>}
    </footer>
  );
}
