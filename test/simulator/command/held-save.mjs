import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

// Imported before the command: no save ends before the parent process allows it.
const { rename } = fs;
fs.rename = async (...paths) => {
  await new Promise((resolve) => {
    process.once('message', resolve);
    process.send('saving');
  });
  return rename(...paths);
};
syncBuiltinESMExports();
