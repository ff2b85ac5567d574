import { useId, useState } from 'react';
import { call } from '../../api.ts';
import { useProblemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { PASTE_ID } from '../../lib/focus-paste.ts';
import { type Problem, problemOf } from '../../store/app.ts';
import { draftOf, type FunctionDraft } from '../../store/functions.ts';

/** Takes a worker's command, as `gearman -w -f wc -- wc -l`, and fills in what it says. */
export function PasteField({ edit }: { edit: (change: Partial<FunctionDraft>) => void }) {
  const { t } = useText();
  const id = useId();
  const [text, setText] = useState('');
  const [taken, setTaken] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const said = useProblemText(problem);
  const take = async (line: string) => {
    setText(line);
    setTaken(false);
    setProblem(null);
    if (line.trim() === '') return;
    try {
      edit(draftOf(await call('functions.fromCommand', { text: line })));
      setTaken(true);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <dl className="form">
      <dt>
        <label htmlFor={PASTE_ID}>{t('functions.paste')}</label>
      </dt>
      <dd>
        <input
          id={PASTE_ID}
          className="field field--code"
          value={text}
          placeholder="gearman -w -f wc -- wc -l"
          aria-label={t('functions.paste.label')}
          aria-invalid={said !== null}
          aria-describedby={`${id}-help`}
          spellCheck={false}
          onChange={(event) => void take(event.target.value)}
        />
        <p id={`${id}-help`} className={said === null ? 'help' : 'help help--error'} aria-live="polite">
          {said ?? t(taken ? 'functions.paste.done' : 'functions.paste.help')}
        </p>
      </dd>
    </dl>
  );
}
