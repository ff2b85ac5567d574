import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import styles from './CodeEditor.module.css';

export interface CodeEditorProps {
  label: string;
  value: string;
  language: 'json' | 'text';
  /** What is wrong, and where; line and column are counted from 1. */
  problem: { line: number; column: number; message: string } | null;
  hint?: string;
  onChange: (value: string) => void;
}

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent-text)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' },
]);

/** A field for code. Tab leaves it, as it leaves every field. It is large, and loaded when it is shown first. */
export default function CodeEditor({ label, value, language, problem, hint = '', onChange }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const change = useRef(onChange);
  change.current = onChange;
  const first = useRef(value);

  useEffect(() => {
    const parent = place.current;
    if (parent === null) return;
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(),
          history(),
          bracketMatching(),
          indentOnInput(),
          EditorView.lineWrapping,
          syntaxHighlighting(COLOURS),
          placeholder(hint),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
          ...(language === 'json' ? [json()] : []),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) change.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [language, label, hint]);

  // What is changed from elsewhere, as by formatting.
  useEffect(() => {
    first.current = value;
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a mark moves with the text, so it is set anew after each change
  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const { doc } = editor.state;
    if (problem === null || problem.line > doc.lines) return editor.dispatch(setDiagnostics(editor.state, []));
    const line = doc.line(problem.line);
    const from = Math.min(line.from + problem.column - 1, line.to);
    const to = Math.min(from + 1, doc.length);
    editor.dispatch(setDiagnostics(editor.state, [{ from, to, severity: 'error', message: problem.message }]));
  }, [problem?.line, problem?.column, value]);

  return <div ref={place} className={styles.editor} />;
}
