/** Brings a section of the screen into sight, by its id, and the focus to the first thing that can be done in it. */
export function showSection(id: string): void {
  requestAnimationFrame(() => {
    const section = document.getElementById(id);
    section?.scrollIntoView({ block: 'center' });
    section?.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
  });
}
