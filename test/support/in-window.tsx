import { cleanup, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { onTestFinished, vi } from 'vitest';
import { type Language, TextProvider } from '../../renderer/i18n/text.tsx';

/** Draws a part of the window, in its language, until the end of the test. */
export function show(part: ReactNode, language: Language = 'en') {
  onTestFinished(cleanup);
  return render(part, { wrapper: ({ children }) => <TextProvider language={language}>{children}</TextProvider> });
}

/** What is copied until the end of the test. */
export function copied(): string[] {
  const texts: string[] = [];
  const spy = vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void texts.push(text));
  onTestFinished(() => void spy.mockRestore());
  return texts;
}
