import { useProblemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';

/** The last refusal, in words, until it is dismissed or the next thing works. */
export function ProblemBanner() {
  const problem = useStore((store) => store.app.problem);
  const dismiss = useStore((store) => store.dismissProblem);
  const forget = useStore((store) => store.forgetRecent);
  const recent = useStore((store) => store.app.settings?.recent);
  const { t } = useText();
  const text = useProblemText(problem);
  if (text === null) return null;
  const path = String(problem?.details['path'] ?? '');
  const gone = problem?.code === 'file-missing' && recent?.includes(path) === true;
  return (
    <Banner
      tone="error"
      onDismiss={dismiss}
      actions={gone && <Button onClick={() => void forget(path)}>{t('workspace.forget')}</Button>}
    >
      {text}
    </Banner>
  );
}
