import { Separator } from 'react-resizable-panels';
import styles from './PaneSeparator.module.css';

/** The line between two panes, moved by pointer and arrow keys. `beside` where they stand side by side. */
export function PaneSeparator({ label, beside = false }: { label: string; beside?: boolean }) {
  return <Separator className={styles.separator} data-beside={beside} aria-label={label} />;
}
