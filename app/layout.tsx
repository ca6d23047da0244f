import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { knownToolbar, toolbarCookie } from '#ui/formatting/toolbar-known.ts';
import './globals.css';

export const metadata: Metadata = {
  applicationName: 'Parley',
  icons: { icon: { url: '/icon.svg', type: 'image/svg+xml' }, apple: '/icons/apple-touch-icon.png' },
  manifest: '/manifest.webmanifest',
  appleWebApp: { capable: true, title: 'Parley', statusBarStyle: 'default' },
  robots: { index: false, follow: false },
  referrer: 'same-origin',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  // The keyboard of a phone shortens the page, so that the composer stays above it.
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f5f2' },
    { media: '(prefers-color-scheme: dark)', color: '#171614' },
  ],
};

/** What most of a page is written in, asked for with the page: the later it comes, the more has to be laid out anew. */
const latin = new URL('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', import.meta.url)
  .pathname;

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const theme = jar.get('parley-theme')?.value;
  const toolbar = knownToolbar(jar.get(toolbarCookie)?.value);
  return (
    <html
      lang="en"
      {...(theme === 'light' || theme === 'dark' ? { 'data-theme': theme } : {})}
      {...(toolbar ? { 'data-toolbar': toolbar } : {})}
    >
      <head>
        <link rel="preload" href={latin} as="font" type="font/woff2" crossOrigin="anonymous" />
      </head>
      <body>{children}</body>
    </html>
  );
}
