/** The classes of one option of a poll. */
export const optionLook =
  'relative flex min-h-9 w-full items-center gap-2 overflow-clip rounded-control border border-border px-2.5 py-1.5 text-start wrap-anywhere pointer-coarse:min-h-11';
