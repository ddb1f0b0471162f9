import { defineConfig } from '@playwright/test';

/** Each worker starts desktops of its own (screen, message bus, keyring, home folder), so that none sees another's. */
export default defineConfig({
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 3,
  retries: 0,
  forbidOnly: true,
  projects: [
    { name: 'ui', testDir: 'tests/ui', outputDir: 'test-results/playwright/ui', workers: 1 },
    { name: 'e2e', testDir: 'tests/e2e', outputDir: 'test-results/playwright/e2e', workers: 3 },
  ],
});
