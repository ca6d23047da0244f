import { expect, test } from 'vitest';
import { missingPackages, readLock } from './lock.ts';

test('package-lock.json names the packages for every system, so that `npm ci` takes it', () => {
  expect(Object.keys(missingPackages(readLock())), 'run `npm run lock`').toEqual([]);
});

test('what is missing is made from the name', () => {
  const packages = {
    'node_modules/tool': {
      version: '1.0.0',
      dev: true,
      optionalDependencies: {
        '@tool/linux-arm64-musl': '1.0.0',
        '@tool/linux-x64': '1.0.0',
        other: '^2.0.0',
      },
    },
    'node_modules/@tool/linux-x64': { version: '1.0.0', optional: true },
  };
  expect(missingPackages({ packages })).toEqual({
    'node_modules/@tool/linux-arm64-musl': {
      version: '1.0.0',
      dev: true,
      optional: true,
      os: ['linux'],
      cpu: ['arm64'],
      libc: ['musl'],
    },
  });
});
