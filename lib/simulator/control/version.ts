/**
 * The package's version. In a chunk of its own that may fail to load: a CommonJS Jest cannot read `import.meta`, and
 * the rest of the interface can do without.
 */
export async function versionOrUnknown(): Promise<string> {
  try {
    const { packageVersion } = await import('./package.js');
    return await packageVersion();
  } catch {
    return 'unknown';
  }
}
