import { useState } from 'react';
import { remember } from '#ui/parts/cookie.ts';

export type Theme = 'system' | 'light' | 'dark';

/** The theme that stands on the root element, and how to change it; the cookie makes the server draw it so. */
export function useTheme(): [theme: Theme, set: (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(themeOfPage);
  return [
    theme,
    (next) => {
      if (next === 'system') delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = next;
      remember('parley-theme', next === 'system' ? null : next);
      setTheme(next);
    },
  ];
}

function themeOfPage(): Theme {
  const name = typeof document === 'undefined' ? undefined : document.documentElement.dataset.theme;
  return name === 'light' || name === 'dark' ? name : 'system';
}
