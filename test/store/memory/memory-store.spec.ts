import { MemoryStore } from '../../../lib/store/memory/memory-store.js';
import { describeStore } from '../../../lib/testing/index.js';

describeStore('MemoryStore', () => new MemoryStore(), { shared: false });
