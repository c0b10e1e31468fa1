export { describeStore, type MakeStore } from './store/describe-store.js';
