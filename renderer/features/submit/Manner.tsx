import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Segmented } from '../../ui/Segmented.tsx';

/** Whether the client waits for the result. A job for later is of one manner only. */
export function ModeChoice({ isLater = false }: { isLater?: boolean }) {
  const { t } = useText();
  const background = useStore((store) => store.submit.draft.background);
  const { editSubmit } = useStore.getState();
  return (
    <Segmented
      label={t('submit.mode')}
      value={background || isLater ? 'background' : 'foreground'}
      disabled={isLater}
      options={[
        { value: 'foreground', label: t('submit.foreground') },
        { value: 'background', label: t('submit.background') },
      ]}
      onChange={(mode) => editSubmit({ background: mode === 'background' })}
    />
  );
}

export function PriorityChoice({ isLater = false }: { isLater?: boolean }) {
  const { t } = useText();
  const priority = useStore((store) => store.submit.draft.priority);
  const { editSubmit } = useStore.getState();
  return (
    <Segmented
      label={t('column.priority')}
      value={isLater ? 'normal' : priority}
      disabled={isLater}
      options={(['high', 'normal', 'low'] as const).map((value) => ({ value, label: t(`priority.${value}`) }))}
      onChange={(chosen) => editSubmit({ priority: chosen })}
    />
  );
}
