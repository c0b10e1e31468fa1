// A fresh process of batches.mjs: warms a contender up, measures one window, and tells.
import { CONTENDERS } from './batch-contenders.mjs';
import { measureWindow, warmUp } from './window.mjs';

const [name, url, warmUpMs, windowMs] = process.argv.slice(2);
const work = await CONTENDERS[name](url);
await warmUp(work, Number(warmUpMs));
const window = await measureWindow(work, Number(windowMs));
process.send(window, () => process.exit());
