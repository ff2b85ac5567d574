import type { CommandOutcome } from '../../../main/contract/jobs.ts';
import { useText } from '../../i18n/text.tsx';
import { AnsiText } from '../../ui/AnsiText.tsx';
import { outcomeText } from './outcome-text.ts';

/** How the command ended, with what it wrote to standard error. */
export function Outcome({ outcome, title }: { outcome: CommandOutcome; title?: string }) {
  const { t } = useText();
  return (
    <section className="section">
      <h3 className="section-title">{title ?? t('outcome.title')}</h3>
      <p className="selectable">{outcomeText(outcome, t)}</p>
      {outcome.errors !== '' && (
        <pre className="code-block code-block--wrap">
          <AnsiText text={outcome.errors.trimEnd()} />
        </pre>
      )}
    </section>
  );
}
