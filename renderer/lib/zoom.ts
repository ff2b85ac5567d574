/** How large the window's content may be drawn, per cent: the steps of the menu. */
export const ZOOM_STEPS = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300] as const;

/** The next step up or down from a size, per cent. */
export function zoomedBy(zoom = 100, step: 1 | -1): number {
  const next = step > 0 ? ZOOM_STEPS.find((each) => each > zoom) : ZOOM_STEPS.findLast((each) => each < zoom);
  return next ?? zoom;
}
