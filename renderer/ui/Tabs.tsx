import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

interface TabsProps<V extends string> {
  value: V;
  tabs: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
  className?: string | undefined;
  /** The panel of the chosen tab. */
  children: ReactNode;
}

export function Tabs<V extends string>({ value, tabs, onChange, className, children }: TabsProps<V>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(chosen) => onChange(chosen as V)}
      render={<div style={{ display: 'contents' }} />}
    >
      <Base.List className="tabs">
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value}>
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel value={value} className={className ?? 'inspector__body'}>
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
