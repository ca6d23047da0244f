import { defineConfig, devices } from '@playwright/test';
import { findChromium } from '#scripts/chromium.ts';

// Of two such lists the browser takes the last, so what Playwright itself disables stands here once more.
const playwrightDisables = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding', 'OptimizationHints'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'NetworkTimeServiceQuerying'],
  ...['AimEnabled', 'PreconnectToSearch'],
];
/** Each window would draw suggestions for an address bar that nobody sees, which takes a third of the browser's time. */
const addressBar = ['WebUIOmniboxPopup', 'WebUIOmniboxFullPopup', 'WebUIOmniboxAimPopup'];
const executablePath = findChromium();
const chromiumFlags = [
  ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  `--disable-features=${[...playwrightDisables, ...addressBar].join(',')}`,
];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/playwright',
  // Three for two cores: much of what they do is waiting.
  workers: 3,
  retries: 0,
  forbidOnly: true,
  // Bounds for a machine that is busy with something else too; a test that hangs is still seen.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    actionTimeout: 10_000,
    locale: 'en-GB',
    timezoneId: 'UTC',
    // What it keeps costs more than the page itself; files whose tests go without the network allow it.
    serviceWorkers: 'block',
    // A trace of every test takes a third of the time of all of them; one that failed is run again with --trace=on.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { args: chromiumFlags, ...(executablePath ? { executablePath } : {}) },
  },
  projects: [
    { name: 'start-up', testMatch: '**/start-up.spec.ts', timeout: 90_000 },
    {
      name: 'desktop',
      testIgnore: ['**/start-up.spec.ts', '**/*.phone.spec.ts'],
      use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } },
    },
    {
      name: 'phone',
      testMatch: '**/*.phone.spec.ts',
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        isMobile: true,
      },
    },
  ],
});
