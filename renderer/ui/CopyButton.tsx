import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../i18n/text.tsx';
import { IconButton } from './Button.tsx';

/** How long the sign of success stays, ms. */
const SHOWN = 1500;

/** Copies a text and says so; a long one may be made when it is copied. */
export function CopyButton({ text, label }: { text: string | (() => string); label?: string }) {
  const { t } = useText();
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
    setDone(true);
    setTimeout(() => setDone(false), SHOWN);
  };
  return (
    <IconButton
      icon={done ? Check : Copy}
      label={done ? t('action.copied') : (label ?? t('action.copy'))}
      onClick={() => void copy()}
    />
  );
}
