const looks = {
  primary: 'bg-accent text-accent-text hover:bg-accent-hover',
  plain: 'border border-border-strong bg-raised text-text hover:bg-hover',
  quiet: 'text-text hover:bg-strong',
  danger: 'bg-danger text-danger-text hover:opacity-90',
  'plain-danger': 'border border-border-strong bg-raised text-danger hover:bg-hover',
} as const;

const sizes = { medium: 'h-9', tall: 'h-10' } as const;

export interface ButtonLook {
  look?: keyof typeof looks | undefined;
  size?: keyof typeof sizes | undefined;
  /** Its margin, where it stands. */
  place?: 'mt-1' | 'mt-4' | 'me-auto' | '' | undefined;
}

/** The classes of a button. */
export function buttonLook({ look = 'plain', size = 'medium', place = '' }: ButtonLook): string {
  return `inline-flex shrink-0 items-center justify-center gap-2 rounded-control px-3.5 text-small font-semibold whitespace-nowrap transition-colors disabled:opacity-50 aria-disabled:opacity-70 pointer-coarse:h-11 ${looks[look]} ${sizes[size]} ${place}`;
}
