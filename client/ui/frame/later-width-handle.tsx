import type { ComponentProps } from 'react';
import { useHere } from './later-here.ts';
import type { WidthHandle } from './width-handle.tsx';

/** The border of a column, when somebody is here who might move it. */
export function LaterWidthHandle(props: ComponentProps<typeof WidthHandle>) {
  const here = useHere();
  return here && <here.WidthHandle {...props} />;
}
