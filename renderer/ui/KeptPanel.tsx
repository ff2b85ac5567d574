import type { ReactNode } from 'react';
import { Panel } from 'react-resizable-panels';
import type { Pane } from '../../main/contract/view.ts';
import { useStore } from '../store/index.ts';

interface KeptPanelProps {
  id: Pane;
  /** Before anybody has moved it, px. */
  first: number;
  minSize: number;
  maxSize?: number;
  className: string | undefined;
  children: ReactNode;
}

/** A pane that is as large as it was left. */
export function KeptPanel({ id, first, minSize, maxSize, className, children }: KeptPanelProps) {
  const { panes, keepPane } = useStore.getState(); // how large it becomes is not told back to it
  return (
    <Panel
      id={id}
      defaultSize={panes[id] ?? first}
      minSize={minSize}
      {...(maxSize !== undefined && { maxSize })}
      {...(className !== undefined && { className })}
      onResize={({ inPixels }, _id, before) => before !== undefined && keepPane(id, inPixels)}
    >
      {children}
    </Panel>
  );
}
