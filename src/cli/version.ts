declare const BUILD_VERSION: string | undefined;
declare const BUILD_COMMIT: string | undefined;

/** What this build is; set when the bundle is made. */
export const VERSION = {
  version: typeof BUILD_VERSION === 'string' ? BUILD_VERSION : '0.0.0-source',
  commit: typeof BUILD_COMMIT === 'string' ? BUILD_COMMIT : 'unknown',
} as const;
