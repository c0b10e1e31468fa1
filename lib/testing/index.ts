export { describeStore, type MakeStore, type StoreTestOptions } from './store/describe-store.js';
