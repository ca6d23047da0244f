/** How a line of text looks, but for its border's colour. */
export const inputLook =
  'h-9 w-full min-w-0 rounded-control border bg-raised px-3 text-body pointer-coarse:h-11 pointer-coarse:text-[1rem] focus-visible:outline-offset-0';
