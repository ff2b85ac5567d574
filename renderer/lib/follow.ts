import { type RefObject, useLayoutEffect, useState } from 'react';

/** Keeps the end of a box in sight, as `content` changes, until the person scrolls away from it. */
export function useFollow(box: RefObject<HTMLDivElement | null>, content: unknown) {
  const [following, setFollowing] = useState(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new content is scrolled to
  useLayoutEffect(() => {
    if (following && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [following, content]);
  return {
    following,
    onScroll: () => {
      const element = box.current;
      if (element !== null) setFollowing(element.scrollTop + element.clientHeight >= element.scrollHeight - 8);
    },
    resume: () => setFollowing(true),
  };
}
