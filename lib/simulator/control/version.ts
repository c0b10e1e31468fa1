/**
 * The package's version. package.js is loaded on its own because it may fail to load: Jest with CommonJS has no
 * `import.meta`. The rest of the interface works without a version.
 */
export async function versionOrUnknown(): Promise<string> {
  try {
    const { packageVersion } = await import('./package.js');
    return await packageVersion();
  } catch {
    return 'unknown';
  }
}
