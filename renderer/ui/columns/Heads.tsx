import { type MessageId, useText } from '../../i18n/text.tsx';

interface HeadsProps {
  texts: readonly MessageId[];
  /** They stand behind the others. */
  numbers?: readonly MessageId[];
}

/** Heads of columns that have their place and sort nothing. */
export function Heads({ texts, numbers = [] }: HeadsProps) {
  const { t } = useText();
  const head = (look?: string) => (label: MessageId) => (
    <span key={label} role="columnheader" className={look}>
      {t(label)}
    </span>
  );
  return (
    <>
      {texts.map(head())}
      {numbers.map(head('number'))}
    </>
  );
}
