import { Lightbulb } from 'lucide-react';
import type { ReactNode } from 'react';
import { Group, Panel } from 'react-resizable-panels';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { KeptPanel } from '../../ui/KeptPanel.tsx';
import { PaneSeparator } from '../../ui/PaneSeparator.tsx';
import styles from './Expert.module.css';
import { ExpertPane } from './ExpertPane.tsx';

/** What the expert has found beside the list, while it is asked for. */
export function BesideExpert({ children }: { children: ReactNode }) {
  const { t } = useText();
  const shown = useStore((store) => store.expert.shown);
  if (!shown) return children;
  return (
    <Group orientation="horizontal" className={styles.beside}>
      <Panel id="packets" minSize={240} className={styles.pane}>
        {children}
      </Panel>
      <PaneSeparator label={t('expert.resize')} beside />
      <KeptPanel id="expert" first={320} minSize={220} maxSize={560} className={styles.pane}>
        <ExpertPane />
      </KeptPanel>
    </Group>
  );
}

export function ExpertButton() {
  const { t } = useText();
  const shown = useStore((store) => store.expert.shown);
  const toggle = useStore((store) => store.toggleExpert);
  return <IconButton icon={Lightbulb} label={t('expert.show')} aria-pressed={shown} onClick={toggle} />;
}
