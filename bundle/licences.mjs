import { readdir, readFile } from 'node:fs/promises';

/**
 * Of small libraries the few functions we use travel in the bundles, and their licences with them.
 *
 * @param modules paths of what went into the bundles
 * @param others names of further libraries
 */
export async function licencesOf(modules, others) {
  const licences = await Promise.all(
    [...new Set([...modules.flatMap(libraryOf), ...others])]
      .toSorted((a, b) => a.localeCompare(b))
      .map(async (name) => {
        const licence = await readLicence(`node_modules/${name}`);
        return `${name}\n\n${licence.trim()}\n`;
      }),
  );
  return licences.join('\n---\n\n');
}

function libraryOf(module) {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1] ?? [];
}

async function readLicence(directory) {
  const file = (await readdir(directory)).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${directory} has no licence to ship`);
  return readFile(`${directory}/${file}`, 'utf8');
}
