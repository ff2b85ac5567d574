import { useProblemText } from '../../i18n/problem.ts';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';

/** The last refusal, in words, until it is dismissed or the next thing works. */
export function ProblemBanner() {
  const problem = useStore((store) => store.app.problem);
  const dismiss = useStore((store) => store.dismissProblem);
  const text = useProblemText(problem);
  if (text === null) return null;
  return (
    <Banner tone="error" onDismiss={dismiss}>
      {text}
    </Banner>
  );
}
