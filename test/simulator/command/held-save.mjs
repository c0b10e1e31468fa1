import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

// Imported before the command: no save of it comes to its end before its parent says so.
const { rename } = fs;
fs.rename = async (...paths) => {
  await new Promise((resolve) => {
    process.once('message', resolve);
    process.send('saving');
  });
  return rename(...paths);
};
syncBuiltinESMExports();
